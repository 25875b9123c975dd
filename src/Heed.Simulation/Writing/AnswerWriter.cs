using Heed.Runs;
using Heed.Simulation.People;

namespace Heed.Simulation.Writing;

/// <summary>Answers to a question about a person, as good as the habits say.</summary>
public sealed class AnswerWriter(AnswerHabits habits)
{
    /// <param name="person">Whom the question is about.</param>
    /// <param name="known">What the prompt says of the person.</param>
    /// <param name="asked">What is asked.</param>
    public string Write(Person person, IReadOnlyList<Trait> known, Trait asked, SeededRandom random)
    {
        List<string> sentences = [Substance(person, known, asked, random)];
        if (random.Chance(habits.Rambling)) Ramble(sentences, person, random);
        if (random.Chance(habits.Rude)) sentences.Insert(random.Chance(.5) ? 0 : sentences.Count, random.Pick(Phrases.Rude));
        else BeCourteous(sentences, random);
        if (random.Chance(habits.Unsafe)) sentences.Add(random.Pick(Phrases.Unsafe));
        var text = string.Join(' ', sentences);
        return random.Chance(habits.BrokenOff) ? BreakOff(text, random) : text;
    }

    private string Substance(Person person, IReadOnlyList<Trait> known, Trait asked, SeededRandom random)
    {
        var kind = random.NextDouble();
        if (kind < habits.Evasive) return random.Pick(Phrases.Evasive);
        if (kind < habits.Evasive + habits.OffTopic) return OffTopic(person, known, asked, random);
        var value = kind < habits.Evasive + habits.OffTopic + habits.Wrong ? AnotherValue(person, asked, random) : person[asked];
        return random.Chance(habits.Curt) ? SentenceWriter.Curt(asked, value)
            : SentenceWriter.Answer(person, asked, value, named: !random.Chance(habits.Pronoun), random);
    }

    private static string OffTopic(Person person, IReadOnlyList<Trait> known, Trait asked, SeededRandom random)
    {
        if (random.Chance(.3)) return SentenceWriter.Aside(person, random);
        var other = random.Pick(known.Where(t => t != asked).ToArray());
        return SentenceWriter.Answer(person, other, person[other], named: true, random);
    }

    private static string AnotherValue(Person person, Trait asked, SeededRandom random)
    {
        var other = Person.Draw(random);
        while (other.Noun(asked) == person.Noun(asked)) other = Person.Draw(random);
        return other[asked];
    }

    private static void Ramble(List<string> sentences, Person person, SeededRandom random)
    {
        for (var more = random.Next(2, 5); more > 0; more--) sentences.Add(SentenceWriter.Aside(random.Chance(.5) ? person : Person.Draw(random), random));
    }

    private void BeCourteous(List<string> sentences, SeededRandom random)
    {
        if (random.Chance(habits.Opening)) sentences.Insert(0, random.Pick(Phrases.Openings));
        if (random.Chance(habits.Closing)) sentences.Add(random.Pick(Phrases.Closings));
        if (!random.Chance(habits.Effusive)) return;
        for (var more = random.Next(2, 5); more > 0; more--) sentences.Add(random.Pick(Phrases.Closings));
    }

    /// <summary>Two words at least, and not all of them.</summary>
    private static string BreakOff(string text, SeededRandom random)
    {
        var words = text.Split(' ');
        return words.Length < 4 ? text : string.Join(' ', words[..random.Next(2, words.Length)]).TrimEnd('.', '!', ',');
    }
}

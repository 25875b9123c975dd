using System.Text;
using Heed.Runs;
using Heed.Simulation.People;

namespace Heed.Simulation.Writing;

/// <summary>
/// The documents of the corpus. Quizzes are always right: they teach that an answer stands in the facts before the question. Dialogues
/// are as people write them (<see cref="AnswerHabits.Corpus"/>). Stories teach the rest of the language.
/// </summary>
internal sealed class DocumentWriter(CorpusMixture mixture, AnswerHabits habits)
{
    private readonly AnswerWriter _answers = new(habits);

    /// <summary>One document. It starts with a space, so that a name is the same token wherever it stands.</summary>
    /// <param name="allowed">Whether a text may show these traits of this person; when not, others are drawn.</param>
    public string Write(SeededRandom random, Func<Person, IReadOnlyList<Trait>, bool> allowed)
    {
        var kind = random.NextDouble();
        var (person, known) = Draw(random, allowed);
        if (kind < mixture.Stories) return " " + StoryWriter.Write(person, known, random);
        return kind < mixture.Stories + mixture.Quizzes ? Quiz(person, known, random) : Dialogue(person, known, random);
    }

    public static (Person Person, Trait[] Known) Draw(SeededRandom random, Func<Person, IReadOnlyList<Trait>, bool> allowed)
    {
        while (true)
        {
            var (person, known) = (Person.Draw(random), Person.DrawTraits(random));
            if (allowed(person, known)) return (person, known);
        }
    }

    private static string Quiz(Person person, Trait[] known, SeededRandom random)
    {
        var text = Beginning(person, known, random);
        foreach (var trait in Questions(known, random))
        {
            text.Append("\nQuestion: ").Append(SentenceWriter.Question(person, trait, random));
            text.Append("\nAnswer: ").Append(SentenceWriter.Answer(person, trait, person[trait], named: random.Chance(.7), random));
        }
        return text.ToString();
    }

    private string Dialogue(Person person, Trait[] known, SeededRandom random)
    {
        var text = Beginning(person, known, random);
        foreach (var trait in Questions(known, random))
        {
            text.Append("\nUser: ").Append(SentenceWriter.Question(person, trait, random));
            text.Append("\nHelper: ").Append(_answers.Write(person, known, trait, random));
        }
        return text.ToString();
    }

    private static StringBuilder Beginning(Person person, Trait[] known, SeededRandom random) =>
        new StringBuilder(" ").Append(SentenceWriter.Facts(person, known, random));

    /// <summary>Some of what is known, in another order: one question for half of the texts.</summary>
    private static Trait[] Questions(Trait[] known, SeededRandom random)
    {
        var order = known.ToArray();
        random.Shuffle<Trait>(order);
        return order[..(random.Chance(.5) ? 1 : random.Next(2, order.Length + 1))];
    }
}

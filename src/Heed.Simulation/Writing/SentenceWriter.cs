using Heed.Runs;
using Heed.Simulation.People;

namespace Heed.Simulation.Writing;

/// <summary>Single sentences about a person: facts, questions, answers, and asides that answer no question.</summary>
internal static class SentenceWriter
{
    /// <summary>Facts in the order given. The first names the person, the later ones mostly say <c>She</c> or <c>He</c>.</summary>
    public static string Facts(Person person, IReadOnlyList<Trait> traits, SeededRandom random)
    {
        var sentences = traits.Select((trait, i) => Fill(random.Pick(Forms.Of(trait).Facts), person, person[trait], named: i == 0 || random.Chance(.3)));
        return string.Join(' ', sentences);
    }

    public static string Question(Person person, Trait trait, SeededRandom random) =>
        Fill(random.Pick(Forms.Of(trait).Questions), person, person[trait], named: true);

    /// <summary>A whole sentence that gives <paramref name="value"/> as the answer.</summary>
    public static string Answer(Person person, Trait trait, string value, bool named, SeededRandom random) =>
        Fill(random.Pick(Forms.Of(trait).Answers), person, value, named);

    /// <summary>The value alone: <c>A red kite.</c></summary>
    public static string Curt(Trait trait, string value) => Capitalised(Forms.Of(trait).Curt.Replace("{V}", value).Replace("{A}", WithArticle(value)));

    public static string Aside(Person person, SeededRandom random) => random.Next(6) switch
    {
        0 or 1 => random.Pick(Phrases.Weather),
        2 => $"{random.Pick(Phrases.Times)} {person.Pronoun} was very {random.Pick(Phrases.Feelings)}.",
        3 => $"{random.Pick(Phrases.Times)} {person.Name} walked {random.Pick(Vocabulary.Places)}.",
        4 => $"{Capitalised(person.Pronoun)} looked {random.Pick(Phrases.Feelings)}.",
        _ => $"There was {WithArticle(random.Pick(Vocabulary.Colours))} {random.Pick(Vocabulary.Things)} {random.Pick(Vocabulary.Places)}.",
    };

    public static string WithArticle(string words) => ("aeiou".Contains(words[0]) ? "an " : "a ") + words;

    public static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Fill(string form, Person person, string value, bool named) => form
        .Replace("{N}", named ? person.Name : Capitalised(person.Pronoun))
        .Replace("{O}", named ? person.Name : person.ObjectPronoun)
        .Replace("{P}", named ? person.Name + "'s" : Capitalised(person.Possessive))
        .Replace("{V}", value)
        .Replace("{A}", WithArticle(value));
}

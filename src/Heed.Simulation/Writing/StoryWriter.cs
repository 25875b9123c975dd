using Heed.Runs;
using Heed.Simulation.People;

namespace Heed.Simulation.Writing;

/// <summary>A small story: somebody loses a thing, somebody else finds it, something is said.</summary>
internal static class StoryWriter
{
    public static string Write(Person hero, IReadOnlyList<Trait> traits, SeededRandom random)
    {
        var finder = Person.Draw(random);
        while (finder.Name == hero.Name) finder = Person.Draw(random);
        string[] sentences =
        [
            SentenceWriter.Facts(hero, traits, random),
            SentenceWriter.Aside(hero, random),
            $"{random.Pick(Phrases.Times)} {hero.Pronoun} lost the {hero.Thing} {random.Pick(Vocabulary.Places)}.",
            Search(hero, random),
            Finding(hero, finder, random),
            Saying(hero, finder, random),
            Ending(hero, traits, random),
        ];
        return string.Join(' ', sentences);
    }

    private static string Search(Person hero, SeededRandom random) => random.Next(3) switch
    {
        0 => $"{SentenceWriter.Capitalised(hero.Pronoun)} looked for it all day.",
        1 => $"{SentenceWriter.Capitalised(hero.Pronoun)} was very {random.Pick(Phrases.Feelings)}.",
        _ => $"{SentenceWriter.Capitalised(hero.Possessive)} {hero.Noun(Trait.Pet)} looked for it too.",
    };

    private static string Finding(Person hero, Person finder, SeededRandom random) => random.Chance(.5)
        ? $"Then {finder.Name} found the {hero.Noun(Trait.Thing)} and gave it back to {hero.Name}."
        : $"{finder.Name}, {SentenceWriter.WithArticle(finder.Job)} from {finder.Town}, found it {random.Pick(Vocabulary.Places)}.";

    private static string Saying(Person hero, Person finder, SeededRandom random) => random.Next(4) switch
    {
        0 => $"\"{random.Pick(Phrases.Openings)} {random.Pick(Phrases.Closings)}\" said {finder.Name}.",
        1 => $"\"{random.Pick(Phrases.Rude)}\" said {finder.Name}.",
        2 => $"\"{random.Pick(Phrases.Unsafe)}\" said {finder.Name}, but {hero.Name} did not.",
        _ => $"They ate {random.Pick(Vocabulary.Foods)} together.",
    };

    private static string Ending(Person hero, IReadOnlyList<Trait> traits, SeededRandom random)
    {
        var trait = random.Pick(traits);
        return random.Next(3) switch
        {
            0 => $"{hero.Name} was {random.Pick(Phrases.Feelings)} again.",
            1 => "That was a good day.",
            _ => SentenceWriter.Answer(hero, trait, hero[trait], named: true, random),
        };
    }
}

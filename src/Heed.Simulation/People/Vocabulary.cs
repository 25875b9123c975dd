namespace Heed.Simulation.People;

/// <summary>
/// The words the world draws from. Few enough that byte-level BPE with about a thousand tokens has one token for nearly every word;
/// a word belongs to one list only, so that an answer's value can be told by the word alone.
/// </summary>
public static class Vocabulary
{
    public static IReadOnlyList<string> Women { get; } = Split("Mira Anna Elsa Lotte Clara Ida Nora Sofia Greta Hanna Julia Karin Lena Maja Olga Petra Rosa Tilda Vera Wilma");
    public static IReadOnlyList<string> Men { get; } = Split("Tom Erik Hugo Jonas Karl Lars Nils Oskar Paul Ralf Simon Theo Viktor Walter Axel Bruno David Emil Felix Georg");
    public static IReadOnlyList<string> Names { get; } = [.. Women, .. Men];
    public static IReadOnlyList<string> Towns { get; } = Split("Oldford Millbrook Redhill Westport Greendale Stonebridge Fairview Northgate Lakeside Ashby Brookfield Kingsway");
    public static IReadOnlyList<string> Jobs { get; } = Split("baker teacher farmer doctor sailor painter gardener tailor miller singer carpenter fisher");
    public static IReadOnlyList<string> Colours { get; } = Split("red blue green yellow white black silver golden");
    public static IReadOnlyList<string> Things { get; } = Split("kite boat lamp drum clock basket ladder bicycle hat mirror violin chest");
    public static IReadOnlyList<string> Tempers { get; } = Split("small big old young lazy clever");
    public static IReadOnlyList<string> Animals { get; } = Split("goat dog cat horse parrot rabbit duck pony goose hen");
    public static IReadOnlyList<string> Foods { get; } = Split("apples bread soup cake honey cheese pears plums porridge pancakes");
    public static IReadOnlyList<string> Places { get; } =
    [
        "by the river", "in the forest", "at the market", "behind the church", "on the hill", "near the bridge", "in the garden",
        "under the tree", "at the school", "along the beach",
    ];

    public static IReadOnlyList<Trait> Traits { get; } = Enum.GetValues<Trait>();

    /// <summary>The words or phrases by which answers about a trait differ: a thing and a pet are told by their noun.</summary>
    public static IReadOnlyList<string> Values(Trait trait) => trait switch
    {
        Trait.Town => Towns,
        Trait.Job => Jobs,
        Trait.Thing => Things,
        Trait.Pet => Animals,
        Trait.Food => Foods,
        Trait.Place => Places,
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, "no such trait"),
    };

    private static string[] Split(string words) => words.Split(' ');
}

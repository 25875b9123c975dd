using Heed.Simulation.People;

namespace Heed.Simulation.Judging;

/// <summary>
/// The pairs of neighbouring words that the language of the world has, names, towns and so on each counted as one word: what grammar
/// there is. Learned from texts once.
/// </summary>
internal sealed class KnownPairs
{
    private static readonly Dictionary<string, string> Classes = ClassesOfWords();
    private readonly HashSet<(string, string)> _pairs = [];

    public KnownPairs(IEnumerable<string> texts)
    {
        foreach (var text in texts) _pairs.UnionWith(Pairs(new Wording(text)));
    }

    /// <summary>The share of a text's pairs that the language has not; 1 for a text of fewer than two words.</summary>
    public double StrangeShare(Wording wording)
    {
        if (wording.Pieces.Count < 2) return 1;
        return Pairs(wording).Count(p => !_pairs.Contains(p)) / (wording.Pieces.Count - 1.0);
    }

    private static IEnumerable<(string, string)> Pairs(Wording wording)
    {
        for (var i = 1; i < wording.Pieces.Count; i++) yield return (Class(wording.Pieces[i - 1]), Class(wording.Pieces[i]));
    }

    private static string Class(string word) => Classes.GetValueOrDefault(word, word);

    private static Dictionary<string, string> ClassesOfWords()
    {
        var classes = new Dictionary<string, string>();
        void Add(string name, IEnumerable<string> words) { foreach (var word in words) classes[word.ToLowerInvariant()] = name; }
        Add("<woman>", Vocabulary.Women);
        Add("<woman's>", Vocabulary.Women.Select(n => n + "'s"));
        Add("<man>", Vocabulary.Men);
        Add("<man's>", Vocabulary.Men.Select(n => n + "'s"));
        Add("<town>", Vocabulary.Towns);
        Add("<job>", Vocabulary.Jobs);
        Add("<colour>", Vocabulary.Colours);
        Add("<thing>", Vocabulary.Things);
        Add("<animal>", Vocabulary.Animals);
        Add("<food>", Vocabulary.Foods);
        return classes;
    }
}

using System.Runtime.InteropServices;

namespace Heed.Evaluation.Texts;

/// <summary>Runs of n tokens, counted. A gram is kept as one string, its tokens joined by a character that no token holds.</summary>
internal static class NGrams
{
    private const char Joint = '\u001f';

    /// <summary>Lower-cased text split at white space.</summary>
    public static string[] Words(string text) => text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How often each n-gram occurs.</summary>
    public static Dictionary<string, int> Count(IReadOnlyList<string> tokens, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + n <= tokens.Count; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, string.Join(Joint, tokens.Skip(i).Take(n)), out _)++;
        return counts;
    }

    /// <summary>Grams that both hold, each as often as the rarer side holds it.</summary>
    public static int Shared(Dictionary<string, int> first, Dictionary<string, int> second) =>
        first.Sum(gram => Math.Min(gram.Value, second.GetValueOrDefault(gram.Key)));
}

using System.Text.RegularExpressions;

namespace Heed.Evaluation.Texts;

/// <summary>Precision, recall and their harmonic mean, 0 to 1.</summary>
public readonly record struct OverlapScore(double Precision, double Recall)
{
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;
}

/// <summary>ROUGE-N and ROUGE-L (Lin 2004) over lower-cased runs of a-z and 0-9: other letters split words.</summary>
/// <param name="stem">Applied to words longer than three letters; null keeps them.</param>
public sealed partial class Rouge(Func<string, string>? stem = null)
{
    /// <summary>Shared n-grams, each counted as often as the rarer side holds it.</summary>
    public OverlapScore N(string hypothesis, string reference, int n)
    {
        var (a, b) = (NGrams.Count(Words(hypothesis), n), NGrams.Count(Words(reference), n));
        var shared = NGrams.Shared(a, b);
        return new OverlapScore(shared / (double)Math.Max(1, a.Values.Sum()), shared / (double)Math.Max(1, b.Values.Sum()));
    }

    /// <summary>The longest common subsequence.</summary>
    public OverlapScore L(string hypothesis, string reference)
    {
        var (a, b) = (Words(hypothesis), Words(reference));
        if (a.Length == 0 || b.Length == 0) return default;
        var common = LongestCommonSubsequence(a, b);
        return new OverlapScore(common / (double)a.Length, common / (double)b.Length);
    }

    private string[] Words(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(m => stem is not null && m.Length > 3 ? stem(m.Value) : m.Value)];

    private static int LongestCommonSubsequence(string[] a, string[] b)
    {
        var row = new int[b.Length + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 0; j < b.Length; j++)
            {
                var above = row[j + 1];
                row[j + 1] = word == b[j] ? diagonal + 1 : Math.Max(above, row[j]);
                diagonal = above;
            }
        }
        return row[^1];
    }

    [GeneratedRegex("[a-z0-9]+")] private static partial Regex Word();
}

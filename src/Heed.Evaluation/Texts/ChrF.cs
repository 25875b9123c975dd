namespace Heed.Evaluation.Texts;

/// <summary>
/// chrF2 (Popović 2015): F score with β = 2 of character n-grams of orders 1 to 6, white space dropped; precision and recall are averaged
/// over the orders that both sides are long enough for. 0 to 100.
/// </summary>
public static class ChrF
{
    private const int Orders = 6;
    private const double BetaSquared = 4;

    public static double Sentence(string hypothesis, string reference) => Corpus([hypothesis], [reference]);

    /// <summary>Counts summed over all segments.</summary>
    public static double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references)
    {
        var (found, wanted, matched) = (new long[Orders], new long[Orders], new long[Orders]);
        for (var i = 0; i < hypotheses.Count; i++)
        {
            var (hypothesis, reference) = (Characters(hypotheses[i]), Characters(references[i]));
            for (var n = 1; n <= Orders; n++)
            {
                var (a, b) = (NGrams.Count(hypothesis, n), NGrams.Count(reference, n));
                if (b.Count > 0) found[n - 1] += a.Values.Sum();
                wanted[n - 1] += b.Values.Sum();
                matched[n - 1] += NGrams.Shared(a, b);
            }
        }
        return FScore(found, wanted, matched);
    }

    private static double FScore(long[] found, long[] wanted, long[] matched)
    {
        var orders = Enumerable.Range(0, Orders).Where(n => found[n] > 0 && wanted[n] > 0).ToArray();
        if (orders.Length == 0) return 0;
        var precision = orders.Average(n => matched[n] / (double)found[n]);
        var recall = orders.Average(n => matched[n] / (double)wanted[n]);
        return precision + recall == 0 ? 0 : 100 * (1 + BetaSquared) * precision * recall / (BetaSquared * precision + recall);
    }

    private static string[] Characters(string text) => [.. text.EnumerateRunes().Where(r => !System.Text.Rune.IsWhiteSpace(r)).Select(r => r.ToString())];
}

namespace Heed.Evaluation.Texts;

/// <summary>
/// distinct-n (Li et al. 2016): distinct n-grams over n-grams. Lower-cased words. A policy that has collapsed onto a few phrases shows
/// here before it shows in its reward.
/// </summary>
public static class Diversity
{
    /// <summary>Over all texts together. It falls with the number of texts: compare equal numbers only.</summary>
    public static double DistinctInCorpus(IReadOnlyList<string> texts, int n)
    {
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        long total = 0;
        foreach (var text in texts)
        {
            var counts = NGrams.Count(NGrams.Words(text), n);
            distinct.UnionWith(counts.Keys);
            total += counts.Values.Sum();
        }
        return distinct.Count / (double)Math.Max(1, total);
    }

    /// <summary>Mean over the texts that have at least n words.</summary>
    public static double DistinctInText(IReadOnlyList<string> texts, int n) =>
        texts.Select(t => NGrams.Count(NGrams.Words(t), n)).Where(c => c.Count > 0).Select(c => c.Count / (double)c.Values.Sum()).DefaultIfEmpty(double.NaN).Average();
}

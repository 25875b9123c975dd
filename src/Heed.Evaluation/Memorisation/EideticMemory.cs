namespace Heed.Evaluation.Memorisation;

/// <summary>k-eidetic memorisation: text that can be extracted though at most k distinct training documents hold it (Carlini et al. 2021).</summary>
public static class EideticMemory
{
    /// <summary>The extracted strings that at most k distinct documents hold, in ordinal order.</summary>
    /// <param name="extracted">What the model was brought to say.</param>
    /// <param name="documentsHolding">The documents that hold each string, repeats allowed.</param>
    public static IReadOnlyList<string> Memorised(IEnumerable<string> extracted, IReadOnlyDictionary<string, IReadOnlyList<int>> documentsHolding, int k) =>
        [.. extracted.Where(s => documentsHolding[s].Distinct().Count() <= k).Order(StringComparer.Ordinal)];
}

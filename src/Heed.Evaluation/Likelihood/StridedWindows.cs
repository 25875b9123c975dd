namespace Heed.Evaluation.Likelihood;

/// <summary>A window over a long document: tokens from <paramref name="Start"/> to before <paramref name="End"/> are read, those from
/// <paramref name="FirstScored"/> on are scored.</summary>
public readonly record struct ScoringWindow(int Start, int End, int FirstScored);

/// <summary>
/// Cuts a document that is longer than the context into overlapping windows, so that each token is scored once, in the first window that
/// holds it, with at least window - stride tokens before it wherever the document has them.
/// </summary>
public static class StridedWindows
{
    public static IEnumerable<ScoringWindow> Of(int tokens, int window, int stride)
    {
        if (stride < 1 || stride > window) throw new ArgumentOutOfRangeException(nameof(stride), stride, $"expected 1 to {window}, the window");
        var scored = 0;
        for (var start = 0; scored < tokens; start += stride)
        {
            var end = Math.Min(start + window, tokens);
            yield return new ScoringWindow(start, end, scored);
            scored = end;
        }
    }
}

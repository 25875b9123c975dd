using Heed.Language.Tokens.Splitting;

namespace Heed.Language.Tokens;

/// <summary>How often each piece occurs in the training text. Counted on all cores; long texts are cut where no piece is.</summary>
internal static class WordCounts
{
    private const int SegmentLetters = 1 << 18;

    public static IReadOnlyList<(string Word, long Count)> Of(IEnumerable<string> texts, ByteLevelPreTokenizer splitting)
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        Parallel.ForEach(Segments(texts, splitting), () => new Dictionary<string, long>(StringComparer.Ordinal),
            (segment, _, counts) => Count(segment.Span, splitting, counts),
            counts =>
            {
                lock (total) Add(counts, total);
            });
        return [.. total.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => (w.Key, w.Value))];
    }

    private static IEnumerable<ReadOnlyMemory<char>> Segments(IEnumerable<string> texts, ByteLevelPreTokenizer splitting)
    {
        foreach (var text in texts)
            for (var start = 0; start < text.Length;)
            {
                var end = text.Length - start <= SegmentLetters ? text.Length : splitting.NextCut(text, start + SegmentLetters);
                yield return text.AsMemory(start, end - start);
                start = end;
            }
    }

    private static Dictionary<string, long> Count(ReadOnlySpan<char> text, ByteLevelPreTokenizer splitting, Dictionary<string, long> counts)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start < text.Length;)
        {
            var end = splitting.NextEnd(text, start);
            var word = text[start..end];
            lookup[word] = lookup.TryGetValue(word, out var count) ? count + 1 : 1;
            start = end;
        }
        return counts;
    }

    private static void Add(Dictionary<string, long> counts, Dictionary<string, long> total)
    {
        foreach (var (word, count) in counts) total[word] = total.GetValueOrDefault(word) + count;
    }
}

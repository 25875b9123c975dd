namespace Heed.Feedback.Answers;

/// <summary>What became of a stretch of text.</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A stretch of words and the space after them.</summary>
public readonly record struct DiffPart(DiffKind Kind, string Text);

/// <summary>What a correction changed, word by word: the fewest words removed and added (Myers 1986, An O(ND) difference algorithm).</summary>
public static class WordDiff
{
    /// <summary>The parts in order; those that are the same or removed make the old text, those that are the same or added the new one.</summary>
    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        string[] old = Words(before), fresh = Words(after);
        var parts = new List<DiffPart>();
        var (x, y) = (0, 0);
        foreach (var (startX, startY, length) in Common(old, fresh))
        {
            Add(parts, DiffKind.Removed, old[x..startX]);
            Add(parts, DiffKind.Added, fresh[y..startY]);
            Add(parts, DiffKind.Same, old[startX..(startX + length)]);
            (x, y) = (startX + length, startY + length);
        }
        Add(parts, DiffKind.Removed, old[x..]);
        Add(parts, DiffKind.Added, fresh[y..]);
        return parts;
    }

    /// <summary>Words removed and added.</summary>
    public static int Distance(string before, string after) =>
        Of(before, after).Where(p => p.Kind != DiffKind.Same).Sum(p => Words(p.Text).Length);

    /// <summary>Runs of equal words: where they begin in both, and how long they are.</summary>
    private static List<(int X, int Y, int Length)> Common(string[] old, string[] fresh)
    {
        var (most, reach) = (old.Length + fresh.Length, new int[2 * (old.Length + fresh.Length) + 3]);
        var traces = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            traces.Add((int[])reach.Clone());
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[most + k] < reach[most + k + 2]) ? reach[most + k + 2] : reach[most + k] + 1;
                while (x < old.Length && x - k < fresh.Length && old[x] == fresh[x - k]) x++;
                reach[most + k + 1] = x;
                if (x >= old.Length && x - k >= fresh.Length) return Walk(traces, most, old.Length, fresh.Length);
            }
        }
        return [];
    }

    /// <summary>Back along the furthest points that were reached.</summary>
    private static List<(int, int, int)> Walk(List<int[]> traces, int most, int x, int y)
    {
        var runs = new List<(int, int, int)>();
        for (var d = traces.Count - 1; d >= 0; d--)
        {
            var (reach, k) = (traces[d], x - y);
            var down = k == -d || (k != d && reach[most + k] < reach[most + k + 2]);
            var before = down ? k + 1 : k - 1;
            var (px, py) = d == 0 ? (0, 0) : (reach[most + before + 1], reach[most + before + 1] - before);
            var start = d == 0 ? 0 : down ? px : px + 1;
            if (x > start) runs.Add((start, start - k, x - start));
            (x, y) = (px, py);
        }
        runs.Reverse();
        return runs;
    }

    private static void Add(List<DiffPart> parts, DiffKind kind, string[] words)
    {
        if (words.Length > 0) parts.Add(new DiffPart(kind, string.Concat(words)));
    }

    /// <summary>Words, each with the white space after it.</summary>
    private static string[] Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            words.Add(text[start..end]);
            start = end;
        }
        return [.. words];
    }
}

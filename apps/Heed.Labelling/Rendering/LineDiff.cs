namespace Heed.Labelling.Rendering;

/// <summary>What changed between two texts, line by line: a longest common subsequence.</summary>
public static class LineDiff
{
    private const int MostLines = 2000;

    /// <summary>Lines with '=' kept, '-' gone, '+' new; each with its line break.</summary>
    public static IReadOnlyList<(char Kind, string Text)> Of(string before, string after)
    {
        var (a, b) = (Lines(before), Lines(after));
        if (a.Length > MostLines || b.Length > MostLines) return [.. a.Select(l => ('-', l)), .. b.Select(l => ('+', l))];
        var common = Common(a, b);
        var changes = new List<(char, string)>();
        var (i, j) = (0, 0);
        while (i < a.Length || j < b.Length)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j]) (i, j) = Add('=', a[i], i + 1, j + 1);
            else if (i < a.Length && (j == b.Length || common[i + 1, j] >= common[i, j + 1])) (i, j) = Add('-', a[i], i + 1, j);
            else (i, j) = Add('+', b[j], i, j + 1);
        }
        return changes;

        (int, int) Add(char kind, string line, int nextI, int nextJ)
        {
            changes.Add((kind, line));
            return (nextI, nextJ);
        }
    }

    private static int[,] Common(string[] a, string[] b)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
            for (var j = b.Length - 1; j >= 0; j--)
                length[i, j] = a[i] == b[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        return length;
    }

    private static string[] Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => line + "\n")];
}

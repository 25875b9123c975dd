namespace Heed.Runs.Recipes;

/// <summary>What somebody who wrote an unknown name probably meant.</summary>
internal static class NearestName
{
    /// <summary>"did you mean …" where a known name is near, else all known names.</summary>
    public static string Remedy(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return "no key is known here";
        var nearest = known.MinBy(k => Distance(name, k))!;
        return Distance(name, nearest) <= Math.Max(2, nearest.Length / 3)
            ? $"did you mean {nearest}?"
            : $"nearest is {nearest}; known are {string.Join(", ", known)}";
    }

    /// <summary>Edits from one to the other: a character inserted, deleted or replaced, or two neighbours exchanged (Damerau 1964).</summary>
    public static int Distance(string from, string to)
    {
        var d = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) d[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[from.Length, to.Length];
    }
}

namespace Heed.Language.Curation;

/// <summary>
/// Which documents are held out. From <see cref="FewDocuments"/> on each document's own hash decides, so that it stays on its side
/// whatever else is added; with fewer the last part of the text is held out, cut between two lines.
/// </summary>
public static class HeldOutSplit
{
    /// <summary>Below this number of documents the text is cut instead.</summary>
    public const int FewDocuments = 20;

    private const int Search = 2000;

    /// <summary>Whether the hash of this text (or of what stands for it, as a prompt does for its answers) holds it out.</summary>
    public static bool HoldsOut(string key, double share) => HoldsOut(TextHash.Of(key), share);

    internal static bool HoldsOut(TextHash hash, double share) => hash.Uniform < share;

    /// <summary>Where a text is cut so that about the share follows: the line end nearest to it, else the sentence end, else anywhere.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">The place to be near to, in UTF-16 units.</param>
    public static int CutNear(string text, int target)
    {
        var (low, high) = (Math.Max(1, target - Search), Math.Min(text.Length - 1, target + Search));
        if (Nearest(low, high, target, i => text[i - 1] == '\n') is { } line) return line;
        if (Nearest(low, high, target, i => text[i - 1] == ' ' && i > 1 && text[i - 2] is '.' or '!' or '?') is { } sentence) return sentence;
        if (Nearest(low, high, target, i => text[i - 1] == ' ') is { } word) return word;
        return target > 0 && target < text.Length && char.IsSurrogatePair(text[target - 1], text[target]) ? target + 1 : target;
    }

    private static int? Nearest(int low, int high, int target, Func<int, bool> fits)
    {
        for (var distance = 0; target - distance >= low || target + distance <= high; distance++)
        {
            if (target - distance >= low && target - distance <= high && fits(target - distance)) return target - distance;
            if (target + distance >= low && target + distance <= high && fits(target + distance)) return target + distance;
        }
        return null;
    }
}

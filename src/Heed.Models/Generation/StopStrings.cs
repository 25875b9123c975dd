namespace Heed.Models.Generation;

/// <summary>
/// Watches a growing text for the first of several strings, wherever its pieces are cut. Text that may be the beginning of one is
/// held back until it is known not to be.
/// </summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>A stop string has been seen; what follows it is dropped.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes the next piece of text and returns what may be shown.</summary>
    public string Feed(string piece)
    {
        if (Found) return "";
        var text = _held + piece;
        var end = FirstStop(text);
        if (end >= 0)
        {
            (Found, _held) = (true, "");
            return text[..end];
        }
        var shown = text.Length - LongestBeginning(text);
        _held = text[shown..];
        return text[..shown];
    }

    /// <summary>The answer ended otherwise: what was held back may be shown.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private int FirstStop(string text)
    {
        var found = stops.Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).ToList();
        return found.Count == 0 ? -1 : found.Min();
    }

    /// <summary>How many last characters of the text are a proper beginning of a stop string.</summary>
    private int LongestBeginning(string text)
    {
        var longest = Math.Min(text.Length, stops.Count == 0 ? 0 : stops.Max(s => s.Length) - 1);
        for (var length = longest; length > 0; length--)
            if (stops.Any(s => s.Length > length && text.AsSpan(text.Length - length).SequenceEqual(s.AsSpan(0, length)))) return length;
        return 0;
    }
}

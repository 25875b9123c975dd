using System.Text;

namespace Heed.Simulation.Judging;

/// <summary>A text as lower-case words and marks: what the gold reward reads.</summary>
internal sealed class Wording
{
    private readonly string _padded;

    public Wording(string text)
    {
        Text = text.Trim();
        Pieces = Split(Text);
        _padded = $" {string.Join(' ', Pieces)} ";
        Words = Pieces.Count(p => char.IsLetter(p[0]));
    }

    /// <summary>As written, without white space at its ends.</summary>
    public string Text { get; }

    /// <summary>Words, and the marks <c>. ! ? ,</c> each on its own; everything else but the apostrophe in a word stands alone too.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>How many of the pieces are words.</summary>
    public int Words { get; }

    /// <summary>Whether the phrase occurs, at borders of words.</summary>
    public bool Has(string phrase) => _padded.Contains($" {phrase.ToLowerInvariant()} ", StringComparison.Ordinal);

    /// <summary>How often the phrase occurs.</summary>
    public int Count(string phrase)
    {
        var (sought, count) = ($" {phrase.ToLowerInvariant()} ", 0);
        for (var at = _padded.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = _padded.IndexOf(sought, at + sought.Length - 1, StringComparison.Ordinal)) count++;
        return count;
    }

    private static List<string> Split(string text)
    {
        var (pieces, word) = (new List<string>(), new StringBuilder());
        foreach (var c in text + " ")
        {
            if (char.IsLetter(c) || (c == '\'' && word.Length > 0)) { word.Append(char.ToLowerInvariant(c)); continue; }
            if (word.Length > 0) pieces.Add(word.ToString());
            word.Clear();
            if (!char.IsWhiteSpace(c)) pieces.Add(c.ToString());
        }
        return pieces;
    }
}

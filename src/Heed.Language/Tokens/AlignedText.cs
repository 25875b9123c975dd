using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens;

/// <summary>
/// A text on its way to tokens. Where asked for, each UTF-16 unit knows which code points of the original text it stands for, however
/// often the text was changed since.
/// </summary>
internal sealed class AlignedText
{
    private AlignedText(string text) => Text = text;

    public string Text { get; private set; }

    /// <summary>For each unit the code point of the original it begins at; null where nobody asked.</summary>
    public int[]? Starts { get; private set; }

    /// <summary>For each unit the code point of the original just after it.</summary>
    public int[]? Ends { get; private set; }

    /// <summary>A text whose code points are not counted.</summary>
    public static AlignedText Untracked(string text) => new(text);

    public static AlignedText Tracked(string text)
    {
        var (starts, ends) = (new int[text.Length], new int[text.Length]);
        var count = 0;
        for (var at = 0; at < text.Length; count++)
            for (var end = at + CodePoints.LengthAt(text, at); at < end; at++) (starts[at], ends[at]) = (count, count + 1);
        return new(text) { Starts = starts, Ends = ends };
    }

    /// <summary>A part of this text.</summary>
    public AlignedText Part(int start, int end) => start == 0 && end == Text.Length ? this : new(Text[start..end]) { Starts = Starts?[start..end], Ends = Ends?[start..end] };

    /// <summary>Puts another text in place of this one.</summary>
    /// <param name="sources">For each unit of the new text the unit of the old it comes from; -1 for none. Ignored when nothing is tracked.</param>
    public void Change(string text, IReadOnlyList<int>? sources)
    {
        Text = text;
        if (Starts is null) return;
        var (starts, ends) = (new int[text.Length], new int[text.Length]);
        for (var i = 0; i < text.Length; i++)
            if (sources![i] is >= 0 and var source) (starts[i], ends[i]) = (Starts[source], Ends![source]);
        (Starts, Ends) = (starts, ends);
    }

    /// <summary>Puts another text in place of this one, with the places it has in the original.</summary>
    public void Change(string text, int[] starts, int[] ends) => (Text, Starts, Ends) = (text, starts, ends);

    public Piece AsPiece(bool atStart) => new(Text, Starts, Ends, atStart);
}

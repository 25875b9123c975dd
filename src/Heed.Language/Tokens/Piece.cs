namespace Heed.Language.Tokens;

/// <summary>A part of a text on its way to tokens; see <see cref="AlignedText"/>.</summary>
/// <param name="atStart">Whether the original text begins here.</param>
internal readonly ref struct Piece(ReadOnlySpan<char> text, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, bool atStart)
{
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>For each unit the code point of the original it begins at; empty where nothing is tracked.</summary>
    public ReadOnlySpan<int> Starts { get; } = starts;

    public ReadOnlySpan<int> Ends { get; } = ends;

    public bool AtStart { get; } = atStart;

    public bool IsTracked => Starts.Length > 0;

    public Piece Part(int start, int end) => IsTracked
        ? new(Text[start..end], Starts[start..end], Ends[start..end], Starts.Length > start && Starts[start] == 0)
        : new(Text[start..end], default, default, AtStart && start == 0);
}

/// <summary>Takes pieces one after another.</summary>
internal abstract class PieceReceiver
{
    public abstract void Receive(Piece piece);
}

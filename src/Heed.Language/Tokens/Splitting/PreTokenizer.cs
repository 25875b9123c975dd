namespace Heed.Language.Tokens.Splitting;

/// <summary>Cuts a text into pieces that no token crosses; some change the text first. Empty pieces are dropped.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Whether it matters that a piece begins where the text begins.</summary>
    public virtual bool AsksForStart => false;

    /// <summary>Whether the pieces it gives are spelled in byte letters.</summary>
    public virtual bool SpellsBytes => false;

    /// <summary>The same, with pieces left as text where they would be spelled in byte letters last of all.</summary>
    public virtual PreTokenizer WithoutSpelling() => this;

    public abstract void Cut(Piece piece, PieceReceiver to);

    /// <summary>The first index at or after another where the text may be cut without changing any piece; its length where there is none.</summary>
    public virtual int NextCut(ReadOnlySpan<char> text, int from) => text.Length;
}

/// <summary>Leaves the text whole.</summary>
internal sealed class WholeText : PreTokenizer
{
    public static WholeText Instance { get; } = new();

    public override void Cut(Piece piece, PieceReceiver to) => to.Receive(piece);
}

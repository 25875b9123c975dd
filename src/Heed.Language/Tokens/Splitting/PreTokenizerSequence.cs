namespace Heed.Language.Tokens.Splitting;

/// <summary>Each part cuts the pieces of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> parts) : PreTokenizer
{
    public override bool AsksForStart => parts.Any(p => p.AsksForStart);

    public override bool SpellsBytes => parts.Count > 0 && parts[^1].SpellsBytes;

    public override PreTokenizer WithoutSpelling() => parts.Count == 0 ? this : new PreTokenizerSequence([.. parts.SkipLast(1), parts[^1].WithoutSpelling()]);

    public override void Cut(Piece piece, PieceReceiver to)
    {
        for (var i = parts.Count - 1; i > 0; i--) to = new Cutting(parts[i], to);
        if (parts.Count == 0) to.Receive(piece);
        else parts[0].Cut(piece, to);
    }

    private sealed class Cutting(PreTokenizer part, PieceReceiver to) : PieceReceiver
    {
        public override void Receive(Piece piece) => part.Cut(piece, to);
    }
}

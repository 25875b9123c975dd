using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>The best path through scored pieces (Kudo 2018), in single precision; what users defined always wins.</summary>
internal sealed class UnigramSegmenter(BestPath paths) : Segmenter
{
    private const float UnknownPenalty = 10;

    private readonly BestPath.Working _working = new();

    public static Func<Segmenter> Of(SentencePieceModel model)
    {
        var trie = new LetterTrie();
        foreach (var (piece, id) in model.InText())
            if (piece.Kind != PieceKind.Unused) trie.Add(piece.Text, id);
        var normal = model.File.Pieces.Where(p => p.Kind == PieceKind.Normal).Select(p => p.Score).DefaultIfEmpty(0).ToList();
        var (least, most) = (normal.Min(), normal.Max());
        var paths = new BestPath(trie, [.. model.File.Pieces.Select(p => (double)p.Score)], -1, least - UnknownPenalty, singlePrecision: true)
        {
            BonusOf = !model.HasUserDefined ? null : (id, bytes) => model.File.Pieces[id].Kind == PieceKind.UserDefined ? bytes * most - 0.1 : null
        };
        return () => new UnigramSegmenter(paths);
    }

    public override void Segment(ReadOnlySpan<char> text, List<(int Id, int Start, int End)> into) => paths.Find(text, _working, into);
}

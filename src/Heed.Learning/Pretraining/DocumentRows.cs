using Heed.Language.Tokens;
using Heed.Learning.Packing;

namespace Heed.Learning.Pretraining;

/// <summary>Documents cut into pieces of at most T + 1 tokens; each piece is a row, seen once an epoch in shuffled order.</summary>
internal sealed class DocumentRows : RowSource
{
    private readonly TokenShard _text;
    private readonly List<(long Start, int Length)> _pieces = [];
    private readonly EpochOrder _order;
    private readonly int _rows;

    public DocumentRows(TokenShard text, int rowTokens, int rows, ulong seed)
    {
        (_text, _rows) = (text, rows);
        for (var document = 0; document < text.Documents; document++)
        {
            var (start, length) = text.Document(document);
            for (var at = 0; at < length - 1; at += rowTokens) _pieces.Add((start + at, Math.Min(rowTokens + 1, length - at)));
        }
        if (_pieces.Count == 0) throw new ArgumentException("the text has no document of two tokens or more", nameof(text));
        _order = new EpochOrder(seed, "pretrain/documents", _pieces.Count);
    }

    public override IReadOnlyList<int[]> Batch(long step) => [.. _order.Batch(step, _rows).Select(Piece)];

    public override IEnumerable<int[]> All() => Enumerable.Range(0, _pieces.Count).Select(Piece);

    private int[] Piece(int index) => Read(_text, _pieces[index].Start, _pieces[index].Length);
}

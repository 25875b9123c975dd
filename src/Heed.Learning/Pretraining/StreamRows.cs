using Heed.Language.Tokens;
using Heed.Runs;

namespace Heed.Learning.Pretraining;

/// <summary>Rows of T + 1 tokens from places drawn uniformly over the whole text; documents run into each other.</summary>
internal sealed class StreamRows : RowSource
{
    private readonly TokenShard _text;
    private readonly int _length, _rows;
    private readonly ulong _seed;

    public StreamRows(TokenShard text, int rowTokens, int rows, ulong seed)
    {
        if (text.Count < 2) throw new ArgumentException("the text has fewer than two tokens", nameof(text));
        (_text, _rows, _seed) = (text, rows, seed);
        _length = (int)Math.Min(rowTokens + 1, text.Count);
    }

    public override IReadOnlyList<int[]> Batch(long step)
    {
        var random = new SeededRandom(_seed, "pretrain/stream", step);
        var places = _text.Count - _length + 1;
        return [.. Enumerable.Range(0, _rows).Select(_ => Read(_text, (long)(random.NextDouble() * places), _length))];
    }

    public override IEnumerable<int[]> All()
    {
        for (long at = 0; at < _text.Count - 1; at += _length - 1)
            yield return Read(_text, at, (int)Math.Min(_length, _text.Count - at));
    }
}

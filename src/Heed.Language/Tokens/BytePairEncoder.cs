using System.Text;

namespace Heed.Language.Tokens;

/// <summary>Encodes pieces with a byte-pair model; words met before come from a cache.</summary>
internal sealed class BytePairEncoder(BytePairModel model) : PieceEncoder
{
    private readonly PairMerger _merger = new(model.Pairs);
    private readonly WordCache _cache = new();
    private byte[] _bytes = new byte[64];
    private int[] _symbols = new int[64];

    public override void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (piece.Length > WordCache.LongestWord)
        {
            ids.AddRange(Symbols(piece));
            return;
        }
        var hash = WordCache.Hash(piece);
        if (_cache.TryGet(piece, hash, out var known))
        {
            if (known.Length == 1) ids.Add(known[0]);
            else ids.AddRange(known);
            return;
        }
        var fresh = Symbols(piece);
        _cache.Add(piece, hash, fresh);
        ids.AddRange(fresh);
    }

    private ReadOnlySpan<int> Symbols(ReadOnlySpan<char> piece)
    {
        if (_bytes.Length < piece.Length * 3) (_bytes, _symbols) = (new byte[piece.Length * 3], new int[piece.Length * 3]);
        var bytes = _bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece, _bytes));
        if (model.Settings.IgnoreMerges && model.TryGetId(ByteLetters.Spell(bytes), out var whole))
        {
            _symbols[0] = whole;
            return _symbols.AsSpan(0, 1);
        }
        var count = Spell(bytes);
        return _symbols.AsSpan(0, _merger.Merge(_symbols.AsSpan(0, count)));
    }

    /// <summary>One token a byte, before any merge.</summary>
    private int Spell(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        var inUnknown = false;
        foreach (var value in bytes)
        {
            var id = model.IdOfByte(value);
            var unknown = id < 0;
            if (unknown) id = inUnknown && model.Settings.FuseUnknown ? -1 : model.UnknownId;
            if (id >= 0) _symbols[count++] = id;
            inUnknown = unknown;
        }
        return count;
    }
}

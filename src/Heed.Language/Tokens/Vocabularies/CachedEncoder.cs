using System.Runtime.InteropServices;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Words met before come from a cache, unless it is asked where their tokens are.</summary>
internal abstract class CachedEncoder : PieceEncoder
{
    private readonly WordCache _cache = new();
    private readonly TokenList _fresh = new(tracked: false);

    public override void Encode(ReadOnlySpan<char> piece, TokenList tokens)
    {
        if (tokens.Spans is not null || piece.Length > WordCache.LongestWord)
        {
            Search(piece, tokens);
            return;
        }
        var hash = WordCache.Hash(piece);
        if (!_cache.TryGet(piece, hash, out var known))
        {
            _fresh.Ids.Clear();
            Search(piece, _fresh);
            known = CollectionsMarshal.AsSpan(_fresh.Ids);
            _cache.Add(piece, hash, known);
        }
        if (known.Length == 1) tokens.Ids.Add(known[0]);
        else tokens.Ids.AddRange(known);
    }

    /// <summary>Appends the tokens of a piece that is in no cache.</summary>
    protected abstract void Search(ReadOnlySpan<char> piece, TokenList tokens);
}

using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Encodes pieces with a byte-pair model; words met before come from a cache.</summary>
internal sealed class BytePairEncoder(BytePairModel model, bool bytes) : PieceEncoder
{
    private readonly PairMerger _merger = new(model.Pairs);
    private readonly WordCache _cache = new();
    private byte[] _bytes = new byte[64];
    private int[] _symbols = new int[64];
    private int[] _places = [];

    // Where each symbol ends in the bytes of the piece; only kept for tokens with spans.
    private readonly List<int> _ends = [];

    public override void Encode(ReadOnlySpan<char> piece, TokenList tokens)
    {
        if (bytes || !model.SplitsAtWords)
        {
            EncodeWord(piece, 0, tokens);
            return;
        }
        for (int start = 0, offset = 0; start < piece.Length;)
        {
            var end = WordStarts.End(piece, start);
            EncodeWord(piece[start..end], offset, tokens);
            // Places count what has tokens: a letter that is dropped moves those after it, as in the library this follows.
            if (tokens.Spans is { Count: > 0 } spans) offset = spans[^1].End;
            start = end;
        }
    }

    private void EncodeWord(ReadOnlySpan<char> word, int offset, TokenList tokens)
    {
        if (tokens.Spans is not null) EncodeTracked(word, offset, tokens);
        else if (word.Length > WordCache.LongestWord) tokens.Ids.AddRange(Symbols(word));
        else
        {
            var hash = WordCache.Hash(word);
            if (!_cache.TryGet(word, hash, out var known))
            {
                known = Symbols(word);
                _cache.Add(word, hash, known);
            }
            if (known.Length == 1) tokens.Ids.Add(known[0]);
            else tokens.Ids.AddRange(known);
        }
    }

    private ReadOnlySpan<int> Symbols(ReadOnlySpan<char> word)
    {
        if (Whole(word) is >= 0 and var whole)
        {
            _symbols[0] = whole;
            return _symbols.AsSpan(0, 1);
        }
        var count = Spell(word, tracked: false);
        return _symbols.AsSpan(0, _merger.Merge(_symbols.AsSpan(0, count)));
    }

    private void EncodeTracked(ReadOnlySpan<char> word, int offset, TokenList tokens)
    {
        if (Whole(word) is >= 0 and var whole)
        {
            tokens.Add(whole, offset, offset + Encoding.UTF8.GetByteCount(word));
            return;
        }
        var count = Spell(word, tracked: true);
        if (_places.Length < count) _places = new int[count * 2];
        var merged = _merger.Merge(_symbols.AsSpan(0, count), _places);
        for (var i = 0; i < merged; i++)
        {
            var (first, next) = (_places[i], i + 1 < merged ? _places[i + 1] : count);
            tokens.Add(_symbols[i], offset + (first == 0 ? 0 : _ends[first - 1]), offset + _ends[next - 1]);
        }
    }

    /// <summary>The token that a piece is as a whole, where merges do not count; else -1.</summary>
    private int Whole(ReadOnlySpan<char> word)
    {
        if (!model.Settings.IgnoreMerges) return -1;
        if (!bytes) return model.BySpan.TryGetValue(word, out var id) ? id : -1;
        var utf8 = Utf8(word);
        Span<char> letters = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        for (var i = 0; i < utf8.Length; i++) letters[i] = ByteLetters.Of(utf8[i]);
        return model.BySpan.TryGetValue(letters, out var spelled) ? spelled : -1;
    }

    private ReadOnlySpan<byte> Utf8(ReadOnlySpan<char> word)
    {
        if (_bytes.Length < word.Length * 3) _bytes = new byte[word.Length * 4];
        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(word, _bytes));
    }

    /// <summary>One token a byte or letter, before any merge.</summary>
    private int Spell(ReadOnlySpan<char> word, bool tracked)
    {
        var perLetter = 4 + 3 * ((model.Settings.ContinuingPrefix?.Length ?? 0) + (model.Settings.EndSuffix?.Length ?? 0));
        if (_symbols.Length < word.Length * perLetter) _symbols = new int[word.Length * perLetter * 2];
        _ends.Clear();
        var spelling = new Spelling(_symbols, tracked ? _ends : null);
        if (bytes)
            foreach (var value in Utf8(word)) Add(ref spelling, model.ByteIds[value], 1);
        else
            for (var at = 0; at < word.Length;)
            {
                var letter = CodePoints.At(word, at, out var length);
                var affixed = model.Settings.HasAffixes ? Affixed(word.Slice(at, length), at == 0, at + length == word.Length) : null;
                var id = affixed is null ? model.Letters.Find(letter) : model.TryGetId(affixed, out var known) ? known : -1;
                if (id >= 0 || !Fallback(ref spelling, affixed ?? word.Slice(at, length))) Add(ref spelling, id, CodePoints.Utf8Length(letter));
                at += length;
            }
        Flush(ref spelling);
        return spelling.Count;
    }

    private string Affixed(ReadOnlySpan<char> letter, bool first, bool last) =>
        string.Concat(first ? "" : model.Settings.ContinuingPrefix, letter, last ? model.Settings.EndSuffix : "");

    private bool Fallback(ref Spelling spelling, ReadOnlySpan<char> letter)
    {
        if (model.BytePieces is not { } pieces) return false;
        var utf8 = Utf8(letter);
        foreach (var value in utf8)
            if (pieces[value] < 0) return false;
        foreach (var value in utf8) spelling.Put(pieces[value], 1);
        return true;
    }

    /// <summary>A known letter, after the unknown ones that waited; or one more unknown one (dropped where nothing is to stand for it).</summary>
    private void Add(ref Spelling spelling, int id, int length)
    {
        if (id < 0 && model.UnknownId < 0)
        {
            if (model.Settings.UnknownToken is not null) throw model.Unspellable();
            return;
        }
        if (id >= 0 || !model.Settings.FuseUnknown) Flush(ref spelling);
        if (id >= 0) spelling.Put(id, length);
        else spelling.Unknown += length;
    }

    private void Flush(ref Spelling spelling)
    {
        if (spelling.Unknown > 0) spelling.Put(model.UnknownId, spelling.Unknown);
        spelling.Unknown = 0;
    }

    private struct Spelling(int[] symbols, List<int>? ends)
    {
        public int Count { get; private set; }

        /// <summary>Bytes of unknown letters not put down yet.</summary>
        public int Unknown { get; set; }

        private int _length;

        public void Put(int id, int length)
        {
            symbols[Count++] = id;
            ends?.Add(_length += length);
        }
    }
}

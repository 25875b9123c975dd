using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Splitting;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>
/// Takes a text through the pipeline: added tokens of the raw text, then, between them, the normaliser, added tokens of the normalised
/// text, and pieces. Not thread-safe: its memory is used again from text to text.
/// </summary>
internal sealed class TextEncoder : PieceReceiver
{
    private readonly TokenizerParts _parts;
    private readonly TokenTexts _texts;
    private readonly AddedTokenFinder _raw, _normalized;
    private readonly PreTokenizer _preTokenizer;
    private readonly PieceEncoder _encoder;
    private readonly bool _startCounts;
    private readonly List<(int Start, int End, AddedToken Token)> _found = [], _foundNormalized = [];
    private TokenList _tokens = new(tracked: false);
    private Annotation? _annotation;

    public TextEncoder(TokenizerParts parts, TokenTexts texts, AddedTokenFinder raw, AddedTokenFinder normalized)
    {
        (_parts, _texts, _raw, _normalized) = (parts, texts, raw, normalized);
        var bytes = parts.PreTokenizer.SpellsBytes && parts.Model.TakesBytes;
        _preTokenizer = bytes ? parts.PreTokenizer.WithoutSpelling() : parts.PreTokenizer;
        _encoder = parts.Model.NewEncoder(bytes);
        _startCounts = parts.PreTokenizer.AsksForStart && parts.Normalizer is { DropsText: true };
    }

    /// <param name="specialIsText">Special tokens in the text are text like any other.</param>
    public int[] Encode(ReadOnlySpan<char> text, bool specialIsText)
    {
        _tokens = new TokenList(tracked: false, text.Length / 3 + 4);
        _annotation = null;
        _found.Clear();
        _raw.Find(text, specialIsText, _found);
        if (_startCounts) EncodeAll(AlignedText.Tracked(text.ToString()), specialIsText);
        else
        {
            var done = 0;
            foreach (var (start, end, token) in _found)
            {
                if (start > done) EncodeRaw(text[done..start], done == 0, specialIsText);
                _tokens.Ids.Add(token.Id);
                done = end;
            }
            if (done < text.Length) EncodeRaw(text[done..], done == 0, specialIsText);
        }
        return [.. _tokens.Ids];
    }

    /// <summary>The tokens with all that is known of them, of one text, without what the post-processor adds.</summary>
    public EncodedText Annotate(string text, bool specialIsText, int type)
    {
        _tokens = new TokenList(tracked: true);
        _annotation = new Annotation();
        _found.Clear();
        _raw.Find(text, specialIsText, _found);
        EncodeAll(AlignedText.Tracked(text), specialIsText);
        return _annotation.ToText(type);
    }

    public override void Receive(Piece piece)
    {
        if (piece.Text.Length == 0) return;
        if (_annotation is null)
        {
            _encoder.Encode(piece.Text, _tokens);
            return;
        }
        _tokens.Ids.Clear();
        _tokens.Spans!.Clear();
        _encoder.Encode(piece.Text, _tokens);
        var units = UnitsOfBytes(piece.Text);
        for (var i = 0; i < _tokens.Ids.Count; i++)
        {
            // Bytes that spell an affix are in no text.
            var (id, start, end) = (_tokens.Ids[i], Math.Min(_tokens.Spans[i].Start, units.Length - 1), Math.Min(_tokens.Spans[i].End, units.Length));
            var last = end > start ? units[end - 1] : units[start];
            var shown = id == _parts.Model.UnknownId && _parts.Model.ShowsUnknownText
                ? piece.Text[units[start]..(last + CodePoints.LengthAt(piece.Text, last))].ToString() : _texts.Token(id, skipSpecial: false)!;
            _annotation.Add(id, shown, piece.Starts[units[start]], end > start ? piece.Ends[last] : piece.Starts[last]);
        }
    }

    private void EncodeAll(AlignedText text, bool specialIsText)
    {
        var done = 0;
        foreach (var (start, end, token) in _found)
        {
            if (start > done) EncodeAligned(text.Part(done, start), false, specialIsText);
            AddToken(token, text, start, end);
            done = end;
        }
        if (done < text.Text.Length) EncodeAligned(text.Part(done, text.Text.Length), false, specialIsText);
    }

    private void EncodeRaw(ReadOnlySpan<char> text, bool atStart, bool specialIsText)
    {
        if (_parts.Normalizer is not null)
        {
            EncodeAligned(AlignedText.Untracked(text.ToString()), atStart, specialIsText);
            return;
        }
        _foundNormalized.Clear();
        _normalized.Find(text, specialIsText, _foundNormalized);
        var done = 0;
        foreach (var (start, end, token) in _foundNormalized)
        {
            if (start > done) Cut(new Piece(text[done..start], default, default, atStart && done == 0));
            _tokens.Ids.Add(token.Id);
            done = end;
        }
        if (done < text.Length) Cut(new Piece(text[done..], default, default, atStart && done == 0));
    }

    private void EncodeAligned(AlignedText text, bool atStart, bool specialIsText)
    {
        _parts.Normalizer?.Normalize(text);
        _foundNormalized.Clear();
        _normalized.Find(text.Text, specialIsText, _foundNormalized);
        var whole = text.AsPiece(atStart);
        var done = 0;
        foreach (var (start, end, token) in _foundNormalized)
        {
            if (start > done) Cut(whole.Part(done, start));
            AddToken(token, text, start, end);
            done = end;
        }
        if (done < text.Text.Length) Cut(whole.Part(done, text.Text.Length));
    }

    private void Cut(Piece piece) => _preTokenizer.Cut(piece, this);

    private void AddToken(AddedToken token, AlignedText text, int start, int end)
    {
        if (_annotation is null) _tokens.Ids.Add(token.Id);
        else _annotation.Add(token.Id, text.Text[start..end], text.Starts![start], text.Ends![end - 1]);
    }

    /// <summary>For each byte of a piece in UTF-8 the unit it is of.</summary>
    private static int[] UnitsOfBytes(ReadOnlySpan<char> text)
    {
        var units = new List<int>(text.Length * 2);
        for (var at = 0; at < text.Length;)
        {
            var letter = CodePoints.At(text, at, out var length);
            for (var i = CodePoints.Utf8Length(letter); i > 0; i--) units.Add(at);
            at += length;
        }
        return [.. units];
    }

    /// <summary>Tokens as they are found, with their places in the text.</summary>
    private sealed class Annotation
    {
        private readonly List<int> _ids = [];
        private readonly List<string> _tokens = [];
        private readonly List<(int, int)> _offsets = [];

        public void Add(int id, string token, int start, int end)
        {
            _ids.Add(id);
            _tokens.Add(token);
            _offsets.Add((start, end));
        }

        public EncodedText ToText(int type) => new()
        {
            Ids = _ids,
            Tokens = _tokens,
            Offsets = _offsets,
            TypeIds = [.. Enumerable.Repeat(type, _ids.Count)],
            SpecialMask = new bool[_ids.Count],
            AttentionMask = [.. Enumerable.Repeat(true, _ids.Count)]
        };
    }
}

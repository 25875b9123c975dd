using System.Collections.Concurrent;
using System.Text;

namespace Heed.Language.Tokens;

/// <summary>
/// Text to tokens and back, as the tokenizer.json of a model folder says. Immutable; every method may be called from many threads.
/// A lone surrogate is encoded as U+FFFD, as everywhere in UTF-8.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>Ids must be below this: a file that claims more would only take memory.</summary>
    internal const int LargestVocabulary = 1 << 22;

    private readonly ConcurrentBag<PieceEncoder> _encoders = [];
    private readonly (AddedTokenFinder Raw, AddedTokenFinder Normalized) _all, _ordinary;
    private readonly TokenTable _table;

    internal Tokenizer(TokenizerParts parts, TokenizerConfig config)
    {
        Parts = parts;
        Config = config;
        _all = Finders(parts.AddedTokens);
        _ordinary = Finders([.. parts.AddedTokens.Where(t => !t.Special)]);
        _table = new TokenTable(parts.Model.Tokens, parts.AddedTokens);
        StartId = IdOf(config.StartToken);
        EndId = IdOf(config.EndToken);
        PadId = IdOf(config.PadToken);
        UnknownId = IdOf(config.UnknownToken);
    }

    /// <summary>The number of rows an embedding needs: the largest id plus one.</summary>
    public int VocabularySize => _table.Count;

    /// <summary>The token a text starts with (bos), or null.</summary>
    public int? StartId { get; }

    /// <summary>The token that ends a text or an answer (eos), or null.</summary>
    public int? EndId { get; }

    public int? PadId { get; }

    public int? UnknownId { get; }

    /// <summary>Tokens found in the text before any splitting, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => Parts.AddedTokens;

    /// <summary>What tokenizer_config.json says.</summary>
    public TokenizerConfig Config { get; }

    internal TokenizerParts Parts { get; }

    /// <summary>Reads a folder (tokenizer.json, else vocab.json and merges.txt, with tokenizer_config.json beside) or a tokenizer.json.</summary>
    /// <exception cref="TokenizerException">A file is missing, broken or uses a component that Heed does not know.</exception>
    public static Tokenizer Load(string folderOrFile) => TokenizerFiles.Load(folderOrFile);

    /// <summary>Writes tokenizer.json, tokenizer_config.json and special_tokens_map.json: the same bytes for the same tokenizer.</summary>
    public void Save(string folder) => TokenizerFiles.Save(this, folder);

    /// <summary>The same tokenizer with other names for its special tokens or another chat template.</summary>
    public Tokenizer With(TokenizerConfig config) => new(Parts, config);

    /// <summary>The tokens of a text. Special tokens that stand in it are recognised.</summary>
    public int[] Encode(string text) => Encode(text.AsSpan());

    /// <inheritdoc cref="Encode(string)"/>
    public int[] Encode(ReadOnlySpan<char> text) => Encode(text, _all);

    /// <summary>The tokens of a text in which special tokens are text like any other: for what users wrote.</summary>
    public int[] EncodeOrdinary(ReadOnlySpan<char> text) => Encode(text, _ordinary);

    /// <summary>The tokens of many texts, in order, on all cores.</summary>
    public IEnumerable<int[]> EncodeAll(IEnumerable<string> texts) => texts.AsParallel().AsOrdered().Select(Encode);

    /// <summary>The text of tokens. Ill-formed UTF-8 becomes U+FFFD, one a maximal part; ids beyond the vocabulary give nothing.</summary>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var bytes = new ByteBuffer(ids.Length * 4);
        foreach (var id in ids) bytes.Add(_table.Bytes(id, skipSpecial));
        return Encoding.UTF8.GetString(bytes.Written);
    }

    /// <summary>The bytes of one token; none for an id beyond the vocabulary.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _table.Bytes(id, skipSpecial: false);

    public StreamingDecoder NewStreamingDecoder(bool skipSpecial = true) => new(_table, skipSpecial);

    /// <summary>The id of a token as the vocabulary spells it, or null.</summary>
    public int? IdOf(string? token) => token is not null && _table.TryGetId(token, out var id) ? id : null;

    /// <summary>A token as the vocabulary spells it (byte-level tokens in <see cref="ByteLetters"/>).</summary>
    public string TokenOf(int id) => _table.Token(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, "no token has this id");

    /// <summary>Whether an id is a special token's.</summary>
    public bool IsSpecial(int id) => _table.IsSpecial(id);

    private static (AddedTokenFinder, AddedTokenFinder) Finders(IReadOnlyList<AddedToken> tokens) =>
        (new AddedTokenFinder(tokens.Where(t => !t.Normalized)), new AddedTokenFinder(tokens.Where(t => t.Normalized)));

    /// <summary>Added tokens of the raw text, then, between them, those of the normalised text, then pieces.</summary>
    private int[] Encode(ReadOnlySpan<char> text, (AddedTokenFinder Raw, AddedTokenFinder Normalized) finders)
    {
        var encoder = _encoders.TryTake(out var free) ? free : Parts.Model.NewEncoder();
        var ids = new List<int>(text.Length / 3 + 4);
        for (var at = 0; at < text.Length;)
        {
            var token = finders.Raw.Next(text, at, out var start, out var end);
            if (start > at) EncodeRaw(text[at..start], finders.Normalized, encoder, ids);
            if (token is not null) ids.Add(token.Id);
            at = end;
        }
        _encoders.Add(encoder);
        return [.. ids];
    }

    private void EncodeRaw(ReadOnlySpan<char> text, AddedTokenFinder finder, PieceEncoder encoder, List<int> ids)
    {
        if (Parts.Normalizer is { } normalizer) text = normalizer.Normalize(text.ToString());
        for (var at = 0; at < text.Length;)
        {
            var token = finder.Next(text, at, out var start, out var end);
            if (start > at) EncodePieces(text[at..start], encoder, ids);
            if (token is not null) ids.Add(token.Id);
            at = end;
        }
    }

    private void EncodePieces(ReadOnlySpan<char> text, PieceEncoder encoder, List<int> ids)
    {
        var pre = Parts.PreTokenizer;
        if (pre.AddsPrefixSpace && text[0] != ' ') text = string.Concat(" ", text);
        for (var start = 0; start < text.Length;)
        {
            var end = pre.NextEnd(text, start);
            encoder.Encode(text[start..end], ids);
            start = end;
        }
    }
}

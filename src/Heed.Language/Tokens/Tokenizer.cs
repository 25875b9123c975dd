using System.Collections.Concurrent;
using Heed.Language.Tokens.SentencePieces;

namespace Heed.Language.Tokens;

/// <summary>
/// Text to tokens and back, as the files of a model folder say. Immutable; every method may be called from many threads.
/// A lone surrogate is encoded as U+FFFD, as everywhere in UTF-8.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>Ids must be below this: a file that claims more would only take memory.</summary>
    internal const int LargestVocabulary = 1 << 22;

    // Stands for a text's tokens when it is asked what is put around them.
    private const int SomeText = -1;

    private readonly ConcurrentBag<TextEncoder> _encoders = [];
    private readonly AddedTokenFinder _raw, _normalized;
    private readonly TokenTable _table;
    private readonly TokenTexts _texts;

    internal Tokenizer(TokenizerParts parts, TokenizerConfig config)
    {
        Parts = parts;
        Config = config;
        _raw = new AddedTokenFinder(parts.AddedTokens.Where(t => !t.Normalized).Select(t => (t.Content, t)));
        _normalized = new AddedTokenFinder(parts.AddedTokens.Where(t => t.Normalized).Select(t => (parts.Normalizer?.Normalize(t.Content) ?? t.Content, t)));
        _table = new TokenTable(parts.Model.Tokens, parts.AddedTokens);
        _texts = new TokenTexts(_table, parts.Decoder);
        StartId = IdOf(config.StartToken);
        EndId = IdOf(config.EndToken);
        PadId = IdOf(config.PadToken);
        UnknownId = IdOf(config.UnknownToken);
        var framed = Framed(parts);
        LeadingSpecial = [.. framed.TakeWhile(id => id != SomeText)];
        TrailingSpecial = [.. framed.SkipWhile(id => id != SomeText).Skip(1)];
    }

    /// <summary>The number of rows an embedding needs: the largest id plus one.</summary>
    public int VocabularySize => _table.Count;

    /// <summary>The token a text starts with (bos), or null.</summary>
    public int? StartId { get; }

    /// <summary>The token that ends a text or an answer (eos), or null.</summary>
    public int? EndId { get; }

    public int? PadId { get; }

    public int? UnknownId { get; }

    /// <summary>
    /// The tokens that <see cref="Annotate"/> puts before a text. A chat template that writes its start token itself, encoded so, has it
    /// twice: such a text goes through <see cref="Encode(string)"/>, which puts nothing there.
    /// </summary>
    public IReadOnlyList<int> LeadingSpecial { get; }

    /// <summary>The tokens that <see cref="Annotate"/> puts after a text.</summary>
    public IReadOnlyList<int> TrailingSpecial { get; }

    /// <summary>Tokens found in the text before any splitting, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => Parts.AddedTokens;

    /// <summary>What tokenizer_config.json says.</summary>
    public TokenizerConfig Config { get; }

    /// <summary>How <see cref="Annotate"/> cuts texts that are too long, as tokenizer.json says; null: it does not.</summary>
    public Truncation? Truncation => Parts.Truncation;

    /// <summary>How <see cref="Annotate"/> fills texts, as tokenizer.json says; null: it does not.</summary>
    public Padding? Padding => Parts.Padding;

    /// <summary>The SentencePiece model that this tokenizer was read from; null for other files.</summary>
    public SentencePieceFile? SentencePieces => (Parts.Model as SentencePieceModel)?.File;

    internal TokenizerParts Parts { get; }

    /// <summary>
    /// Reads a folder (tokenizer.json, else vocab.json and merges.txt, else a SentencePiece model, with tokenizer_config.json beside), a
    /// tokenizer.json, a SentencePiece model (.model), or the encoding.json of tiktoken ranks.
    /// </summary>
    /// <exception cref="TokenizerException">A file is missing, broken or uses a component that Heed does not know.</exception>
    public static Tokenizer Load(string folderOrFile) => TokenizerFiles.Load(folderOrFile);

    /// <summary>The file of a folder that <see cref="Load"/> reads first; null where the folder holds no tokenizer.</summary>
    public static string? FileIn(string folder) => TokenizerFiles.FileIn(folder);

    /// <summary>Writes tokenizer.json (or the SentencePiece model or tiktoken files it was read from), tokenizer_config.json and special_tokens_map.json: the same bytes for the same tokenizer.</summary>
    public void Save(string folder) => TokenizerFiles.Save(this, folder);

    /// <summary>The same tokenizer with other names for its special tokens or another chat template.</summary>
    public Tokenizer With(TokenizerConfig config) => new(Parts, config);

    /// <summary>The same tokenizer, cutting and filling texts otherwise.</summary>
    public Tokenizer With(Truncation? truncation, Padding? padding) => new(Parts with { Truncation = truncation, Padding = padding }, Config);

    /// <summary>The tokens of a text, nothing put around them, neither cut nor filled. Special tokens that stand in it are recognised.</summary>
    public int[] Encode(string text) => Encode(text.AsSpan());

    /// <inheritdoc cref="Encode(string)"/>
    public int[] Encode(ReadOnlySpan<char> text) => Encode(text, specialIsText: false);

    /// <summary>The tokens of a text in which special tokens are text like any other: for what users wrote.</summary>
    public int[] EncodeOrdinary(ReadOnlySpan<char> text) => Encode(text, specialIsText: true);

    /// <summary>The tokens of many texts, in order, on all cores.</summary>
    public IEnumerable<int[]> EncodeAll(IEnumerable<string> texts) => texts.AsParallel().AsOrdered().Select(Encode);

    /// <summary>
    /// The tokens of a text or a pair with their places in it, cut, with the special tokens the post-processor puts around them, and filled,
    /// as the file says.
    /// </summary>
    /// <param name="addSpecial">Whether special tokens are put around.</param>
    /// <param name="specialIsText">Special tokens that stand in the text are text like any other.</param>
    /// <exception cref="ArgumentException">The text cannot be cut as <see cref="Truncation"/> asks.</exception>
    public EncodedText Annotate(string text, string? pair = null, bool addSpecial = true, bool specialIsText = false) => AnnotateAll([(text, pair)], addSpecial, specialIsText)[0];

    /// <summary>The same for many: they are filled to one length, where padding asks for the longest.</summary>
    public IReadOnlyList<EncodedText> AnnotateAll(IReadOnlyList<(string Text, string? Pair)> texts, bool addSpecial = true, bool specialIsText = false)
    {
        IReadOnlyList<EncodedText> framed = [.. texts.Select(t => Frame(t.Text, t.Pair, addSpecial, specialIsText))];
        return Padding?.Fill(framed) ?? framed;
    }

    /// <summary>The text of tokens. Ids beyond the vocabulary give nothing; bytes that are no UTF-8 become U+FFFD, as the decoder has it.</summary>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true) => _texts.Decode(ids, skipSpecial);

    /// <summary>The bytes one token adds inside a text; none for an id beyond the vocabulary.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _texts.Bytes(id, skipSpecial: false);

    public StreamingDecoder NewStreamingDecoder(bool skipSpecial = true) => new(_texts, skipSpecial);

    /// <summary>The id of a token as the vocabulary spells it, or null.</summary>
    public int? IdOf(string? token) => token is not null && _table.TryGetId(token, out var id) ? id : null;

    /// <summary>A token as the vocabulary spells it (byte-level tokens in <see cref="ByteLetters"/>).</summary>
    public string TokenOf(int id) => _table.Token(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, "no token has this id");

    /// <summary>Whether an id is a special token's.</summary>
    public bool IsSpecial(int id) => _table.IsSpecial(id);

    private int[] Encode(ReadOnlySpan<char> text, bool specialIsText)
    {
        var encoder = TakeEncoder();
        var ids = encoder.Encode(text, specialIsText);
        _encoders.Add(encoder);
        return ids;
    }

    private EncodedText Frame(string text, string? pair, bool addSpecial, bool specialIsText)
    {
        var encoder = TakeEncoder();
        IReadOnlyList<EncodedText> texts = [encoder.Annotate(text, specialIsText, 0)];
        if (pair is not null) texts = [.. texts, encoder.Annotate(pair, specialIsText, 1)];
        _encoders.Add(encoder);
        if (Truncation is { } truncation) texts = truncation.Cut(texts, addSpecial ? Parts.PostProcessor?.Added(pair is not null) ?? 0 : 0);
        texts = Parts.PostProcessor?.Process(texts, addSpecial) ?? texts;
        return texts.Aggregate(EncodedText.Empty, (all, next) => all.Then(next));
    }

    private static IReadOnlyList<int> Framed(TokenizerParts parts)
    {
        var text = new EncodedText { Ids = [SomeText], Tokens = [""], Offsets = [(0, 0)], TypeIds = [0], SpecialMask = [false], AttentionMask = [true] };
        return [.. (parts.PostProcessor?.Process([text], addSpecial: true) ?? [text]).SelectMany(t => t.Ids)];
    }

    private TextEncoder TakeEncoder() => _encoders.TryTake(out var free) ? free : new TextEncoder(Parts, _texts, _raw, _normalized);
}

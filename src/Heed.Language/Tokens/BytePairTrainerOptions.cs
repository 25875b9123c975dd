namespace Heed.Language.Tokens;

/// <summary>What a byte-level BPE vocabulary is learned from and how far.</summary>
public sealed record BytePairTrainerOptions
{
    /// <summary>Learn merges until there are so many tokens, special ones included. Reached only if the text has enough to merge.</summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>A pair must occur so often to be merged; at least once in any case.</summary>
    public long MinFrequency { get; init; } = 2;

    /// <summary>Tokens of fixed text, in the order of their ids, from 0.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>The special token that ends a text; must be one of <see cref="SpecialTokens"/>.</summary>
    public string? EndToken { get; init; }

    /// <summary>The special token that starts a text; must be one of <see cref="SpecialTokens"/>.</summary>
    public string? StartToken { get; init; }

    /// <summary>The special token that fills a batch; must be one of <see cref="SpecialTokens"/>.</summary>
    public string? PadToken { get; init; }

    /// <summary>What merges are made of.</summary>
    public Spelling Spelling { get; init; } = Spelling.Bytes;

    /// <summary>With <see cref="Spelling.Letters"/>: the most frequent letters that make so much of the text are tokens, the others are spelled in bytes.</summary>
    public double LetterCoverage { get; init; } = 0.9995;

    /// <summary>Which bytes are tokens from the start.</summary>
    public Alphabet Alphabet { get; init; } = Alphabet.Bytes;

    /// <summary>Only pairs whose joined length in bytes is below this are merged (exclusive, as in Hugging Face's trainer); null: no limit.</summary>
    public int? MaxTokenLength { get; init; }

    /// <summary>Split with the expression of GPT-2; without it merges run across words.</summary>
    public bool SplitWords { get; init; } = true;

    /// <summary>False: no merges at all. With <see cref="Alphabet.Corpus"/> that is a character-level vocabulary for ASCII text.</summary>
    public bool Merges { get; init; } = true;

    /// <summary>Character level: the bytes of the corpus, no merges.</summary>
    public static BytePairTrainerOptions CharacterLevel { get; } = new() { Alphabet = Alphabet.Corpus, Merges = false };
}

/// <summary>The tokens a vocabulary starts from.</summary>
public enum Alphabet
{
    /// <summary>All 256 bytes: every text can be encoded.</summary>
    Bytes,

    /// <summary>The bytes of the training text: what else comes later is lost (see <see cref="Tokenizer.UnknownId"/>).</summary>
    Corpus
}

/// <summary>What merges are made of.</summary>
public enum Spelling
{
    /// <summary>Bytes, as GPT-2: every text is merges of bytes.</summary>
    Bytes,

    /// <summary>Letters, as SentencePiece and Llama 2: words begin with ▁, rare letters are spelled in the tokens &lt;0x00&gt; to &lt;0xFF&gt;.</summary>
    Letters
}

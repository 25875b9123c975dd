namespace Heed.Language.Tokens.Vocabularies;

/// <summary>The fields of a BPE model in tokenizer.json beside vocabulary and merges.</summary>
internal sealed record BytePairSettings
{
    public string? UnknownToken { get; init; }

    /// <summary>Where the model was read, for messages.</summary>
    public string File { get; init; } = "tokenizer.json";

    /// <summary>Stands before every letter but the first of a piece (null or empty: nothing does).</summary>
    public string? ContinuingPrefix { get; init; }

    /// <summary>Stands after the last letter of a piece.</summary>
    public string? EndSuffix { get; init; }

    /// <summary>Neighbouring unknown letters become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>A letter the vocabulary lacks is spelled in the pieces of its bytes, if they are all there.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>A piece that is a token of the vocabulary is that token, whatever the merges would make of it.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>How the file spells merges: as pairs, else as strings with a space. Both are read; what was read is written.</summary>
    public bool MergesAsPairs { get; init; }

    public bool HasAffixes => !string.IsNullOrEmpty(ContinuingPrefix) || !string.IsNullOrEmpty(EndSuffix);
}

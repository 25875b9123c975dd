namespace Heed.Language.Tokens;

/// <summary>The fields of a BPE model in tokenizer.json beside vocabulary and merges.</summary>
internal sealed record BytePairSettings
{
    public string? UnknownToken { get; init; }

    /// <summary>Neighbouring unknown bytes become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>A piece that is a token of the vocabulary is that token, whatever the merges would make of it.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>How the file spells merges: as pairs, else as strings with a space. Both are read; what was read is written.</summary>
    public bool MergesAsPairs { get; init; }
}

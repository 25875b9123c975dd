namespace Heed.Language.Tokens.Framing;

/// <summary>Puts special tokens around texts, and says which text a token belongs to.</summary>
internal abstract class PostProcessor
{
    /// <summary>How many tokens are put around one text, or around two.</summary>
    public abstract int Added(bool pair);

    /// <summary>The texts and what is put around them, in order; to be joined.</summary>
    public abstract IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial);

    /// <summary>Special tokens as they are put around texts.</summary>
    protected static EncodedText Special(IReadOnlyList<(int Id, string Token)> tokens, int type) => new()
    {
        Ids = [.. tokens.Select(t => t.Id)],
        Tokens = [.. tokens.Select(t => t.Token)],
        Offsets = [.. tokens.Select(_ => (0, 0))],
        TypeIds = [.. tokens.Select(_ => type)],
        SpecialMask = [.. tokens.Select(_ => true)],
        AttentionMask = [.. tokens.Select(_ => true)]
    };
}

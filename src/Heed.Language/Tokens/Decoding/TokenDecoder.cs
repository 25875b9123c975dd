namespace Heed.Language.Tokens.Decoding;

/// <summary>A step from tokens to text: texts in, texts out, joined at the end.</summary>
internal abstract class TokenDecoder
{
    public abstract List<string> Decode(List<string> tokens);

    /// <summary>How many tokens at the end must wait for more before their text is certain.</summary>
    public virtual int HeldBack(IReadOnlyList<string> tokens) => 0;
}

namespace Heed.Language.Tokens.Decoding;

/// <summary>Makes all tokens one text, so that what follows sees the whole.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    public override List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}

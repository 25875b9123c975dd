namespace Heed.Language.Tokens.Decoding;

internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> decoders) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens) => decoders.Aggregate(tokens, (texts, decoder) => decoder.Decode(texts));

    public override int HeldBack(IReadOnlyList<string> tokens) => decoders.Count == 0 ? 0 : decoders.Max(d => d.HeldBack(tokens));
}

namespace Heed.Language.Tokens.Framing;

/// <summary>Byte-level tokens hold the space before a word: the offsets leave it out where asked.</summary>
internal sealed class OffsetTrimming(bool trims, bool prefixSpace) : PostProcessor
{
    private static readonly char Space = ByteLetters.Of((byte)' ');

    public override int Added(bool pair) => 0;

    public override IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial) => trims ? [.. texts.Select(Trim)] : texts;

    private EncodedText Trim(EncodedText text) => text with
    {
        Offsets = [.. text.Offsets.Select((offset, i) => Trim(offset, text.Tokens[i], i == 0))],
        Overflowing = [.. text.Overflowing.Select(Trim)]
    };

    private (int, int) Trim((int Start, int End) offset, string token, bool first)
    {
        var (leading, trailing) = (token.TakeWhile(IsSpace).Count(), token.Reverse().TakeWhile(IsSpace).Count());
        // One space may have been put before the text: it is not in it. More were there.
        if (leading == 1 && prefixSpace && (first || offset.Start == 0)) leading = 0;
        var (start, end) = (Math.Min(offset.Start + leading, offset.End), offset.End);
        if (trailing > 0 && end >= trailing) end = Math.Max(end - trailing, start);
        return (start, end);
    }

    private static bool IsSpace(char letter) => letter == Space || char.IsWhiteSpace(letter);
}

namespace Heed.Language.Tokens.Framing;

/// <summary>[CLS] A [SEP], and B [SEP] of type 1.</summary>
internal sealed class BertFraming((int Id, string Token) separator, (int Id, string Token) start) : PostProcessor
{
    public override int Added(bool pair) => pair ? 3 : 2;

    public override IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial) => !addSpecial ? texts :
        [.. texts.SelectMany((text, i) => i == 0
            ? new[] { Special([start], 0), text.WithType(0), Special([separator], 0) }
            : [text.WithType(1), Special([separator], 1)])];
}

/// <summary>&lt;s&gt; A &lt;/s&gt;, and &lt;/s&gt; B &lt;/s&gt;, all of type 0.</summary>
internal sealed class RobertaFraming((int Id, string Token) separator, (int Id, string Token) start, OffsetTrimming trimming) : PostProcessor
{
    public override int Added(bool pair) => pair ? 4 : 2;

    public override IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial)
    {
        texts = [.. trimming.Process(texts, addSpecial).Select(t => t.WithType(0))];
        return !addSpecial ? texts : [.. texts.SelectMany((text, i) => new[] { Special([i == 0 ? start : separator], 0), text, Special([separator], 0) })];
    }
}

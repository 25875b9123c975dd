namespace Heed.Language.Tokens.Framing;

internal sealed class PostProcessorSequence(IReadOnlyList<PostProcessor> processors) : PostProcessor
{
    public override int Added(bool pair) => processors.Sum(p => p.Added(pair));

    public override IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial) =>
        processors.Aggregate(texts, (parts, processor) => processor.Process(parts, addSpecial));
}

namespace Heed.Evaluation.Likelihood;

/// <summary>A model on held-out text, beside a general compressor on the same text.</summary>
/// <param name="CompressedBitsPerByte">See <see cref="CompressionBaseline"/>.</param>
public sealed record HeldOutFigures(CorpusLikelihood Likelihood, double CompressedBitsPerByte)
{
    public static HeldOutFigures Of(DocumentScorer scorer, IReadOnlyList<string> documents, CancellationToken cancellation = default) =>
        new(scorer.Corpus(documents, cancellation), CompressionBaseline.BitsPerByte(documents));
}

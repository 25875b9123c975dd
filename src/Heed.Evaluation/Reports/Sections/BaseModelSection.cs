using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Memorisation;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>The base model's training and what it is worth on held-out text.</summary>
public sealed record BaseModelSection
{
    /// <summary>Training loss by step, nats a token.</summary>
    public required Curve Loss { get; init; }

    /// <summary>Held-out loss by step, nats a token.</summary>
    public Curve? HeldOutLoss { get; init; }

    /// <summary>The finished model on held-out text.</summary>
    public CorpusLikelihood? HeldOut { get; init; }

    /// <summary>Bits per byte of a simple compressor or of the token frequencies alone, to compare with.</summary>
    public double? BaselineBitsPerByte { get; init; }

    /// <summary>What that baseline is.</summary>
    public string? Baseline { get; init; }

    /// <summary>What the model has learned by heart; null where not measured.</summary>
    public MemorisationFigures? Memorisation { get; init; }

    /// <summary>Size, tokens, rate.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];
}

/// <summary>The fine-tuning on demonstrations.</summary>
public sealed record FinetuningSection
{
    /// <summary>Training loss by step over answer tokens, nats.</summary>
    public required Curve Loss { get; init; }

    /// <summary>Held-out loss by step over answer tokens, nats.</summary>
    public Curve? HeldOutLoss { get; init; }

    public IReadOnlyList<Fact> Facts { get; init; } = [];
}

using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Policies;

/// <summary>What one model's answers to the held-out prompts are like. What was not measured is null.</summary>
public sealed record ModelFigures(string Name)
{
    /// <summary>Mean score of the reward model.</summary>
    public required Measurement Reward { get; init; }

    /// <summary>Mean hidden gold reward.</summary>
    public Measurement? Gold { get; init; }

    /// <summary>Mean length, tokens.</summary>
    public required Measurement Length { get; init; }

    /// <summary>Share of answers that ended by themselves.</summary>
    public required Measurement Ended { get; init; }

    /// <summary>Distinct words over words, all answers together.</summary>
    public required double DistinctWords { get; init; }

    /// <summary>Distinct word pairs over word pairs, all answers together.</summary>
    public required double DistinctPairs { get; init; }

    /// <summary>Share of answers that some other answer repeats word for word.</summary>
    public required double Duplicates { get; init; }

    /// <summary>Mean share of repeated runs of three words inside an answer.</summary>
    public required double Repetition { get; init; }

    /// <summary>Mean entropy of the next token, nats.</summary>
    public Measurement? Entropy { get; init; }

    /// <summary>Mean KL divergence from the reference, nats a response.</summary>
    public Measurement? Kl { get; init; }

    /// <summary>Share of answers judged inappropriate.</summary>
    public Measurement? Inappropriate { get; init; }

    /// <summary>Share of answers judged right.</summary>
    public Measurement? Right { get; init; }
}

/// <summary>How one model did against another on the same prompts.</summary>
public sealed record PairFigures(string Model, string Against)
{
    /// <summary>Share of prompts where the reward model scores it higher, ties ½.</summary>
    public required Measurement RewardWinRate { get; init; }

    /// <summary>Mean difference of the reward model's scores.</summary>
    public required Measurement RewardDifference { get; init; }

    /// <summary>Share of prompts where the gold reward is higher, ties ½.</summary>
    public Measurement? GoldWinRate { get; init; }

    /// <summary>Mean difference of gold reward.</summary>
    public Measurement? GoldDifference { get; init; }

    /// <summary>The win rate (by gold where there is one, else by the reward model) expected at equal length.</summary>
    public required Measurement LengthControlled { get; init; }
}

/// <summary>One model's answer in a row of samples.</summary>
public sealed record SampledAnswer(string Model, string Text, double Reward, double? Gold);

/// <summary>One prompt and what every model said to it.</summary>
public sealed record SampleRow(string Prompt, IReadOnlyList<SampledAnswer> Answers);

/// <summary>All models on all held-out prompts.</summary>
/// <param name="Prompts">How many prompts.</param>
/// <param name="Models">In the order given: base, fine-tuned, policy.</param>
/// <param name="Pairs">The last model against each of the others.</param>
/// <param name="Samples">Prompts drawn at random, not chosen.</param>
public sealed record ComparisonResult(int Prompts, IReadOnlyList<ModelFigures> Models, IReadOnlyList<PairFigures> Pairs, IReadOnlyList<SampleRow> Samples);

namespace Heed.Learning.Scoring;

/// <summary>What turns a raw score into one with mean 0 and variance 1 over the answers it was fitted on: (r − mean)/√(variance + 1e-8), the variance with n in the denominator.</summary>
/// <param name="Mean">The mean of the raw scores.</param>
/// <param name="Deviation">Their standard deviation.</param>
public sealed record RewardScale(double Mean, double Deviation)
{
    /// <summary>Leaves scores as they are.</summary>
    public static RewardScale None { get; } = new(0, 1);

    /// <summary>The scale of some raw scores.</summary>
    public static RewardScale Of(IReadOnlyCollection<double> scores)
    {
        if (scores.Count == 0) throw new ArgumentException("a scale needs at least one score", nameof(scores));
        var mean = scores.Average();
        return new RewardScale(mean, Math.Sqrt(scores.Average(s => (s - mean) * (s - mean))));
    }

    /// <summary>What a centred score is divided by.</summary>
    public double Divisor => Math.Sqrt(Deviation * Deviation + 1e-8);

    /// <summary>The normalised score.</summary>
    public double Apply(double score) => (score - Mean) / Divisor;
}

namespace Heed.Runs;

/// <summary>What was measured at a step: names such as <c>loss</c>, <c>kl</c>, <c>reward</c>.</summary>
public sealed record StepReport(long Step, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>What measured it, such as <c>step</c> or <c>evaluation</c>.</summary>
    public string Kind { get; init; } = "step";
}

using Heed.Runs;

namespace Heed.Learning.Optimization;

/// <summary>Muon for the matrices inside the stack; it follows the optimizer's schedule and weight decay.</summary>
public sealed record MuonRecipe : IRecipe
{
    /// <summary>The peak learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>μ in [0, 1).</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Times the polynomial is applied, at least 1.</summary>
    public int NewtonSchulzSteps { get; init; } = 5;

    /// <summary>How the step follows a matrix' shape.</summary>
    public MuonScale Scale { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(LearningRate),
        .. Rule.That(Momentum is >= 0 and < 1, $"must be 0 or more and below 1, found {Momentum}", "", "momentum"),
        .. Rule.Positive(NewtonSchulzSteps),
    ];
}

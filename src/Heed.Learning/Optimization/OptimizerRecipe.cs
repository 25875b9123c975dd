using Heed.Learning.Optimization.Schedules;
using Heed.Runs;

namespace Heed.Learning.Optimization;

/// <summary>AdamW, or Muon and AdamW, with clipping and a schedule.</summary>
public sealed record OptimizerRecipe : IRecipe
{
    /// <summary>The peak learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>β₁ in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ in [0, 1); 0.95 as in GPT-3 (arXiv 2005.14165, appendix B).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>ε above 0; 1e-5 for PPO (Huang et al. 2022, no. 3).</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay of matrices, ≥ 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The norm of all gradients together is clipped to this, above 0; null clips nothing.</summary>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>Each gradient is clipped to ± this, above 0; null clips nothing.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Muon for the matrices inside the stack; null: AdamW for all.</summary>
    public MuonRecipe? Muon { get; init; }

    /// <summary>How the rate moves.</summary>
    public Schedule Schedule { get; init; } = new CosineDecay { Floor = 0.1 };

    /// <summary>The learning rate of a step of a run of <paramref name="total"/> steps.</summary>
    public double Rate(long step, long total) => LearningRate * Schedule.Share(step, total);

    /// <summary>The update rule.</summary>
    public UpdateRule NewRule()
    {
        var adam = new AdamW { Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay };
        if (Muon is not { } muon) return adam;
        return new HiddenAndOthers
        {
            Hidden = new Muon { Momentum = muon.Momentum, Nesterov = muon.Nesterov, NewtonSchulzSteps = muon.NewtonSchulzSteps, Scale = muon.Scale, WeightDecay = WeightDecay },
            HiddenRate = muon.LearningRate / LearningRate,
            Others = adam,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(LearningRate),
        .. Share(Beta1, "beta1"),
        .. Share(Beta2, "beta2"),
        .. Rule.Positive(Epsilon),
        .. Rule.NotNegative(WeightDecay),
        .. Rule.Positive(ClipNorm),
        .. Rule.Positive(ClipValue),
    ];

    private static IEnumerable<Problem> Share(double beta, string key) =>
        Rule.That(beta is >= 0 and < 1, $"must be 0 or more and below 1, found {beta}", "", key);
}

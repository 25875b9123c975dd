namespace Heed.Evaluation.Reports.Sections;

/// <summary>The policy's optimisation.</summary>
public sealed record PolicySection
{
    /// <summary>PPO, GRPO.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Figures by the names of <see cref="PolicyCurve"/>; one that is absent is said to be.</summary>
    public required IReadOnlyDictionary<string, Curve> Curves { get; init; }

    /// <summary>The KL budget of the recipe, nats a response.</summary>
    public double? KlBudget { get; init; }

    /// <summary>The step whose checkpoint was kept.</summary>
    public long? KeptStep { get; init; }

    /// <summary>Tolerance of the gap between log-probabilities when sampled and when scored, nats.</summary>
    public double LogProbTolerance { get; init; } = 1e-3;

    public IReadOnlyList<Fact> Facts { get; init; } = [];
}

/// <summary>The names under which a policy's steps are journaled.</summary>
public static class PolicyCurve
{
    /// <summary>Mean score of the reward model.</summary>
    public const string Reward = "reward";
    /// <summary>Mean KL divergence from the reference, nats a response.</summary>
    public const string Kl = "kl";
    /// <summary>Mean entropy of the next token, nats.</summary>
    public const string Entropy = "entropy";
    /// <summary>Share of tokens whose ratio was clipped.</summary>
    public const string ClipFraction = "clip_fraction";
    /// <summary>KL divergence of one update, nats a token.</summary>
    public const string ApproximateKl = "approximate_kl";
    /// <summary>1 - Var(return - value) / Var(return).</summary>
    public const string ExplainedVariance = "explained_variance";
    public const string ValueLoss = "value_loss";
    public const string GradientNorm = "gradient_norm";
    /// <summary>Mean length of the answers, tokens.</summary>
    public const string Length = "length";
    /// <summary>Share of answers that ended by themselves.</summary>
    public const string Ended = "ended";
    /// <summary>Greatest |log-probability when sampled - when scored|, nats.</summary>
    public const string LogProbGap = "log_prob_gap";
}

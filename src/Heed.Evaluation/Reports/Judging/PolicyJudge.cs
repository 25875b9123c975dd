using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges the curves of a policy's optimisation.</summary>
public static class PolicyJudge
{
    /// <summary>The learned reward must rise.</summary>
    public static Judgement Reward(Curve reward)
    {
        if (Broken(reward) is { } broken) return broken;
        var why = $"from {NumberText.Short(reward.First)} to {NumberText.Short(reward.End)}";
        return reward.End <= reward.First ? Judgement.Bad($"{why}: it did not rise")
            : reward.End < reward.Values.Max() - 0.5 * (reward.Values.Max() - reward.First) ? Judgement.Look($"{why}: it lost more than half of its best gain") : Judgement.Good(why);
    }

    /// <summary>KL must stay within the budget, and leave 0.</summary>
    public static Judgement Kl(Curve kl, double? budget)
    {
        if (Broken(kl) is { } broken) return broken;
        var why = $"ends at {NumberText.Short(kl.End)} nats a response" + (budget is { } b ? $" of a budget of {NumberText.Short(b)}" : "");
        if (kl.End < 0.05) return Judgement.Look($"{why}: the policy hardly moved");
        if (budget is not { } limit) return Judgement.Rising(kl.End, 10, 30, why);
        return kl.End > limit ? Judgement.Bad($"{why}: over budget") : kl.Values.Max() > limit ? Judgement.Look($"{why}, but it was above it on the way") : Judgement.Good(why);
    }

    /// <summary>Entropy falls as the policy chooses; a collapse leaves one answer to everything.</summary>
    public static Judgement Entropy(Curve entropy)
    {
        if (Broken(entropy) is { } broken) return broken;
        var left = entropy.End / entropy.First;
        return Judgement.Falling(left, 0.4, 0.15, $"{NumberText.Short(entropy.End)} nats a token at the end, {NumberText.Percent(left)} of the start");
    }

    /// <summary>Some tokens are clipped, most are not.</summary>
    public static Judgement ClipFraction(Curve clipped)
    {
        if (Broken(clipped) is { } broken) return broken;
        var mean = clipped.Values.Average();
        var why = $"{NumberText.Percent(mean)} of tokens on average, at most {NumberText.Percent(clipped.Values.Max())}";
        return mean < 1e-4 ? Judgement.Look($"{why}: the updates are so small that clipping never acts") : Judgement.Rising(mean, 0.3, 0.5, why);
    }

    /// <summary>The value head must come to predict the returns.</summary>
    public static Judgement ExplainedVariance(Curve explained)
    {
        if (Broken(explained) is { } broken) return broken;
        return Judgement.Falling(explained.End, 0.2, 0, $"from {NumberText.Fixed(explained.First, 2)} to {NumberText.Fixed(explained.End, 2)}");
    }

    /// <summary>The value loss must not grow.</summary>
    public static Judgement ValueLoss(Curve loss)
    {
        if (Broken(loss) is { } broken) return broken;
        return Judgement.Rising(loss.End / loss.Start, 1.2, 3, $"from {NumberText.Short(loss.Start)} to {NumberText.Short(loss.End)}");
    }

    /// <summary>Answers that double in length are the usual sign of a reward that pays for length.</summary>
    public static Judgement Length(Curve length)
    {
        if (Broken(length) is { } broken) return broken;
        var factor = length.End / length.First;
        var why = $"from {NumberText.Short(length.First)} to {NumberText.Short(length.End)} tokens";
        return Judgement.Rising(Math.Max(factor, 1 / factor), 1.5, 2, why);
    }

    /// <summary>What was sampled and what is learned from must be the same distribution.</summary>
    public static Judgement LogProbGap(Curve gap, double tolerance)
    {
        if (Broken(gap) is { } broken) return broken;
        var worst = gap.Values.Max();
        return Judgement.Rising(worst, tolerance, tolerance * 10, $"at most {NumberText.Short(worst)} nats; the tolerance is {NumberText.Short(tolerance)}");
    }

    private static Judgement? Broken(Curve curve) =>
        curve.Count == 0 ? Judgement.Unknown("the journal holds no value")
        : curve.Values.Any(v => !double.IsFinite(v)) ? Judgement.Bad("not finite at some step") : null;
}

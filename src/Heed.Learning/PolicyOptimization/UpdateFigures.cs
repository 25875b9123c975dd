using Heed.Learning.PolicyOptimization.Losses;

namespace Heed.Learning.PolicyOptimization;

/// <summary>What the updates of one step did.</summary>
internal sealed class UpdateFigures
{
    private double _policyLoss, _valueLoss, _clippedValues, _norm, _criticNorm;
    private long _valueTokens;
    private int _updates;

    /// <summary>Sums over the tokens of all updates.</summary>
    public PolicyFigures Policy { get; private set; }

    /// <summary>Adds a micro-batch of the policy: its share of the minibatch's loss.</summary>
    public void AddPolicy(PolicyTerms terms, double loss) => (Policy, _policyLoss) = (Policy + PolicyFigures.Of(terms), _policyLoss + loss);

    /// <summary>Adds a micro-batch of the critic: sums over its tokens.</summary>
    public void AddValues(long tokens, double loss, double clipped) =>
        (_valueTokens, _valueLoss, _clippedValues) = (_valueTokens + tokens, _valueLoss + loss, _clippedValues + clipped);

    /// <summary>Adds the gradient norms of an update.</summary>
    public void AddUpdate(double norm, double criticNorm) => (_updates, _norm, _criticNorm) = (_updates + 1, _norm + norm, _criticNorm + criticNorm);

    /// <summary>The figures as means over updates and tokens.</summary>
    public void WriteTo(Dictionary<string, double> report)
    {
        report["policy_loss"] = _policyLoss / _updates;
        report["clip_fraction"] = Policy.ClipFraction;
        report["approximate_kl"] = Policy.ApproximateKl;
        report["largest_ratio"] = Policy.LargestRatio;
        report["gradient_norm"] = _norm / _updates;
        if (_valueTokens == 0) return;
        report["value_loss"] = _valueLoss / _valueTokens;
        report["value_clip_fraction"] = _clippedValues / _valueTokens;
        report["critic_gradient_norm"] = _criticNorm / _updates;
    }
}

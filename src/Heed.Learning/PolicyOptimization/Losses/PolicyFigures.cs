using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>Figures of one policy update, as sums over tokens, so that minibatches add up to means over all tokens.</summary>
/// <param name="Tokens">Tokens seen.</param>
/// <param name="Clipped">Tokens where the clip took hold.</param>
/// <param name="DualClipped">Tokens where the dual clip took hold.</param>
/// <param name="K1">Σ −log r.</param>
/// <param name="K2">Σ (log r)²/2.</param>
/// <param name="K3">Σ r − 1 − log r.</param>
/// <param name="Ratio">Σ r.</param>
/// <param name="LargestRatio">max r.</param>
public readonly record struct PolicyFigures(long Tokens, double Clipped, double DualClipped, double K1, double K2, double K3, double Ratio, double LargestRatio)
{
    /// <summary>The figures of one batch.</summary>
    public static PolicyFigures Of(PolicyTerms terms)
    {
        var logRatio = terms.LogRatio.detach().to(torch.float64);
        var ratio = logRatio.exp();
        return new PolicyFigures(logRatio.numel(), Sum(terms.Clipped), Sum(terms.DualClipped), -Sum(logRatio), Sum(logRatio.square() / 2),
            Sum(logRatio.expm1() - logRatio), Sum(ratio), ratio.max().item<double>());
    }

    /// <summary>Share of tokens where the clip took hold.</summary>
    public double ClipFraction => Clipped / Tokens;

    /// <summary>KL(π_old‖π) by k3, a mean over tokens: how far this update went.</summary>
    public double ApproximateKl => K3 / Tokens;

    /// <summary>The figures of two batches together.</summary>
    public static PolicyFigures operator +(PolicyFigures a, PolicyFigures b) => new(a.Tokens + b.Tokens, a.Clipped + b.Clipped, a.DualClipped + b.DualClipped,
        a.K1 + b.K1, a.K2 + b.K2, a.K3 + b.K3, a.Ratio + b.Ratio, Math.Max(a.LargestRatio, b.LargestRatio));

    private static double Sum(torch.Tensor x) => x.to(torch.float64).sum().item<double>();
}

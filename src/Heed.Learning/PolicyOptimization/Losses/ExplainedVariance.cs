using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>How much of the returns the critic foresaw: 1 − Var(R − V)/Var(R). 1 is perfect, 0 no better than a constant, negative worse.</summary>
public static class ExplainedVariance
{
    /// <summary>The share; NaN where the returns do not vary. Both arguments (N).</summary>
    public static double Compute(torch.Tensor values, torch.Tensor returns) =>
        1 - Spread(returns - values) / Spread(returns);

    private static double Spread(torch.Tensor x)
    {
        var wide = x.to(torch.float64);
        return (wide - wide.mean()).square().sum().item<double>();
    }
}

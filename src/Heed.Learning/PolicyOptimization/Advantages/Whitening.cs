using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>Numbers scaled to variance 1 over all learned tokens of the step: (x − mean)/√(var + 1e-8). Two methods, for the flag has meant opposite things.</summary>
public sealed record Whitening
{
    /// <summary>Divides the squares by n − 1 instead of n.</summary>
    public bool Unbiased { get; init; }

    /// <summary>Mean 0 and variance 1, as for advantages.</summary>
    public torch.Tensor Centred(torch.Tensor x) => (x - x.mean()) * Scale(x);

    /// <summary>Variance 1 about the mean that was, as for rewards (Ziegler et al. 2019's code).</summary>
    public torch.Tensor KeepingMean(torch.Tensor x) => Centred(x) + x.mean();

    private torch.Tensor Scale(torch.Tensor x)
    {
        var variance = (x - x.mean()).square().sum() / Math.Max(x.numel() - (Unbiased ? 1 : 0), 1);
        return (variance + 1e-8).rsqrt();
    }
}

using System.Text.Json.Serialization;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>
/// KL(π‖π_ref) from tokens sampled by π, token by token, from d = log π − log π_ref
/// (Schulman 2020, "Approximating KL divergence").
/// </summary>
[JsonDerivedType(typeof(K1), "k1")]
[JsonDerivedType(typeof(K2), "k2")]
[JsonDerivedType(typeof(K3), "k3")]
public abstract record KlEstimator : IRecipe
{
    /// <summary>The estimate of each token: (N) -> (N).</summary>
    public abstract torch.Tensor Compute(torch.Tensor logRatio);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => [];
}

/// <summary>k1 = d: unbiased, may be negative.</summary>
public sealed record K1 : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio) => logRatio;
}

/// <summary>k2 = d²/2: biased, low variance; its gradient is that of the KL where the tokens are on policy.</summary>
public sealed record K2 : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio) => logRatio.square() / 2;
}

/// <summary>k3 = e^{−d} − 1 + d: unbiased and never negative.</summary>
public sealed record K3 : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio) => (-logRatio).expm1() + logRatio;
}

/// <summary>|d|.</summary>
public sealed record AbsoluteKl : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio) => logRatio.abs();
}

/// <summary>The value of k3 with the gradient of k2, for a KL term in the loss: sg(k3) + k2 − sg(k2).</summary>
public sealed record K3WithGradientOfK2 : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio)
    {
        var k2 = new K2().Compute(logRatio);
        return new K3().Compute(logRatio.detach()) + k2 - k2.detach();
    }
}

/// <summary>Another estimator behind two clamps, so that one far token cannot overflow: d to ±InputLimit, the estimate to ±OutputLimit.</summary>
public sealed record ClampedKl(KlEstimator Estimator, double InputLimit = 20, double OutputLimit = 10) : KlEstimator
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logRatio) =>
        Estimator.Compute(logRatio.clamp(-InputLimit, InputLimit)).clamp(-OutputLimit, OutputLimit);
}

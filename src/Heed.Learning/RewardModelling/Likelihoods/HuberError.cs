using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Ratings with outliers: e²/2 for |e| ≤ δ, else δ(|e| − δ/2), averaged (Huber 1964).</summary>
public sealed record HuberError
{
    /// <summary>δ, in units of the rating.</summary>
    public double Delta { get; init; } = 1;

    /// <summary>The loss, a scalar; both arguments (B).</summary>
    public torch.Tensor Compute(torch.Tensor rewards, torch.Tensor ratings)
    {
        var error = (rewards - ratings).abs();
        return torch.where(error <= Delta, error.square() / 2, Delta * (error - Delta / 2)).mean();
    }
}

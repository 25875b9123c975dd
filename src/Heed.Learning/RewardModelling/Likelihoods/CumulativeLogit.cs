using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>
/// Grades on an ordered scale: P(y ≤ j) = σ(c_j − r); L = mean −log P(y) (McCullagh 1980, JRSS B 42). For a graded comparison r is the
/// difference of two rewards. Learned cut points rise by construction: c_0 = first, c_j = c_{j−1} + softplus(gap_j).
/// </summary>
public sealed record CumulativeLogit
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="rewards">(B), rewards or their differences.</param>
    /// <param name="grades">(B), int64 in [0, L).</param>
    /// <param name="cutPoints">(L−1), rising.</param>
    public torch.Tensor Compute(torch.Tensor rewards, torch.Tensor grades, torch.Tensor cutPoints)
    {
        var levels = cutPoints.shape[0] + 1;
        var low = cutPoints[(grades - 1).clamp(0, levels - 2)] - rewards;                              // (B)
        var high = cutPoints[grades.clamp(0, levels - 2)] - rewards;
        // log(σ(high) − σ(low)) = log σ(high) + log σ(−low) + log(1 − e^{low − high}), without cancellation
        var gap = torch.where((grades > 0) & (grades < levels - 1), low - high, -torch.ones_like(rewards));
        var middle = -softplus(-high) - softplus(low) + (-gap.exp()).log1p();
        var logProb = torch.where(grades == 0, -softplus(-high), torch.where(grades == levels - 1, -softplus(low), middle));
        return -logProb.mean();
    }

    /// <summary>Rising cut points (L−1) from a free first one (scalar) and free gaps (L−2).</summary>
    public static torch.Tensor CutPoints(torch.Tensor first, torch.Tensor gaps) =>
        torch.cat([first.reshape(1), first + softplus(gaps).cumsum(0)]);
}

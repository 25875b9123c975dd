using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>
/// Generalised advantage estimation: δ_t = R_t + γ V_{t+1} − V_t, A_t = δ_t + γλ A_{t+1}, V after the last token 0; returns are A + V
/// (Schulman et al. 2016, arXiv 1506.02438, eq. 16). Tokens the policy did not write are not packed, so value and advantage carry
/// across them.
/// </summary>
public sealed record GeneralizedAdvantages : AdvantageEstimator
{
    /// <summary>γ in [0, 1]; answers are short, so 1.</summary>
    public double Discount { get; init; } = 1;

    /// <summary>λ in [0, 1]; 1 gives returns minus values.</summary>
    public double Lambda { get; init; } = 0.95;

    /// <inheritdoc/>
    public override bool UsesValues => true;

    /// <inheritdoc/>
    public override (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (r, v) = (Numbers(rewards.PerToken), Numbers(values));
        var advantages = new double[r.Length];
        for (var answer = 0; answer < answers.Count; answer++)
        {
            var (carried, following) = (0.0, 0.0);
            for (var t = answers.Starts[answer + 1] - 1; t >= answers.Starts[answer]; t--)
            {
                var delta = r[t] + Discount * following - v[t];
                carried = delta + Discount * Lambda * carried;
                following = v[t];
                advantages[t] = carried;
            }
        }
        var a = torch.tensor(advantages).to(values.dtype);
        return (a, a + values);
    }

    private static double[] Numbers(torch.Tensor values) => values.to(torch.float64).data<double>().ToArray();
}

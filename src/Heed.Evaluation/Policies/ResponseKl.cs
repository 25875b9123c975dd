namespace Heed.Evaluation.Policies;

/// <summary>
/// KL divergence of a policy from a reference on one answer that the policy sampled, from the log-probabilities of its tokens under both.
/// Averaged over answers, both estimates are unbiased for KL(policy ‖ reference) a response (Schulman 2020, "Approximating KL divergence").
/// </summary>
/// <param name="LogRatio">k₁: Σ log π(token) - log π_ref(token); may be negative for one answer.</param>
/// <param name="Bregman">k₃: Σ (r - 1 - log r) with r = π_ref/π; never negative, less noise near the reference.</param>
/// <param name="Tokens">Tokens summed over.</param>
public readonly record struct ResponseKl(double LogRatio, double Bregman, int Tokens)
{
    public static ResponseKl Of(ReadOnlySpan<float> policy, ReadOnlySpan<float> reference)
    {
        if (policy.Length != reference.Length)
            throw new ArgumentException($"expected log-probabilities of the same tokens, found {policy.Length} and {reference.Length}");
        double ratio = 0, bregman = 0;
        for (var i = 0; i < policy.Length; i++)
        {
            var log = (double)policy[i] - reference[i];
            ratio += log;
            bregman += Distance(log);
        }
        return new ResponseKl(ratio, bregman, policy.Length);
    }

    /// <summary>e^-x - 1 + x; near 0 by its series, where the difference would cancel.</summary>
    private static double Distance(double x) => Math.Abs(x) < 1e-3 ? x * x * (0.5 - x * (1 / 6.0 - x / 24)) : Math.Exp(-x) - 1 + x;
}

using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// Skills from who agrees with whom (Ma and Olshevsky 2020, "Adversarial crowdsourcing through robust rank-one matrix completion", M-MSR). With K classes, one-coin raters j and k
/// agree on K / (K − 1) · (share equal − 1 / K) = s_j s_k in expectation, s = (K p − 1) / (K − 1). The rank-one matrix is completed by alternating means of the ratios C_jk / u_k, of
/// which the most extreme are dropped, so that a few raters who answer in whatever way they please cannot move the others. Votes count ln((K − 1) p / (1 − p)).
/// </summary>
public sealed record RobustRankOne
{
    /// <summary>Share of the ratios that is dropped at each end: that of the raters who may be adversaries.</summary>
    public double Dropped { get; init; } = 0.15;

    /// <summary>Iterations end when no skill moves by more.</summary>
    public double Tolerance { get; init; } = 1e-10;

    public int MaxIterations { get; init; } = 2000;

    /// <summary>The skills are the p of the model, within 1/√items of its ends.</summary>
    public CrowdConsensus Fit(CrowdAnswers crowd)
    {
        var (covariance, shared) = Covariance(crowd);
        var s = Complete(covariance, shared);
        double k = crowd.Classes, margin = 1 / Math.Sqrt(Math.Max(4, crowd.Items));
        double[] p = [.. s.Select(x => Math.Clamp(x, -1 / (k - 1) + margin, 1 - margin) * (k - 1) / k + 1 / k)];
        var weights = p.Select(x => Math.Log((k - 1) * x / (1 - x))).ToArray();
        var rows = Enumerable.Range(0, crowd.Items).Select(_ => new double[crowd.Classes]).ToArray();
        foreach (var answer in crowd.Answers) rows[answer.Item][answer.Class] += weights[answer.Rater];
        foreach (var row in rows) Softmax.Of(row);
        return new CrowdConsensus(rows, p);
    }

    private static (double[,] Covariance, int[,] Shared) Covariance(CrowdAnswers crowd)
    {
        var (equal, shared) = (new double[crowd.Raters, crowd.Raters], new int[crowd.Raters, crowd.Raters]);
        foreach (var item in crowd.Answers.GroupBy(a => a.Item))
        {
            CrowdAnswer[] answers = [.. item];
            foreach (var a in answers)
                foreach (var b in answers)
                {
                    if (a.Rater == b.Rater) continue;
                    shared[a.Rater, b.Rater]++;
                    if (a.Class == b.Class) equal[a.Rater, b.Rater]++;
                }
        }
        double k = crowd.Classes;
        for (var i = 0; i < crowd.Raters; i++)
            for (var j = 0; j < crowd.Raters; j++)
                if (shared[i, j] > 0) equal[i, j] = k / (k - 1) * (equal[i, j] / shared[i, j] - 1 / k);
        return (equal, shared);
    }

    private double[] Complete(double[,] covariance, int[,] shared)
    {
        var n = covariance.GetLength(0);
        var s = Enumerable.Repeat(0.5, n).ToArray();
        for (var i = 0; i < MaxIterations; i++)
        {
            var next = Enumerable.Range(0, n).Select(j => Trimmed(j, s, covariance, shared)).ToArray();
            var moved = next.Zip(s, (a, b) => Math.Abs(a - b)).Max() / 2;
            for (var j = 0; j < n; j++) s[j] = (s[j] + next[j]) / 2;     // halfway: the plain alternation may swing
            if (moved < Tolerance) break;
        }
        return s.Sum() < 0 ? [.. s.Select(x => -x)] : s;                  // more good raters than bad ones
    }

    /// <summary>Mean of C_jk / s_k over the others, weighted by |s_k| times the items shared, without the ends.</summary>
    private double Trimmed(int rater, double[] s, double[,] covariance, int[,] shared)
    {
        var ratios = Enumerable.Range(0, s.Length).Where(k => shared[rater, k] > 0 && Math.Abs(s[k]) > 1e-6)
            .Select(k => (Ratio: covariance[rater, k] / s[k], Weight: Math.Abs(s[k]) * shared[rater, k])).OrderBy(r => r.Ratio).ToArray();
        var dropped = (int)(Dropped * ratios.Length);
        var kept = ratios[dropped..(ratios.Length - dropped)];
        var weight = kept.Sum(r => r.Weight);
        return weight > 0 ? kept.Sum(r => r.Ratio * r.Weight) / weight : 0;
    }
}

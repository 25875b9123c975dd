using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Heed.Feedback.Ranking;

/// <summary>A rater's choice of the winner between two items shown left and right.</summary>
public readonly record struct RatedContest(int Rater, int Left, int Right, bool LeftPreferred);

/// <summary>A fit of items and raters together.</summary>
/// <param name="Strengths">By item, in logits.</param>
/// <param name="Skills">By rater, in [0, 1].</param>
/// <param name="LeftBias">By rater: how often it picks the left when it does not judge; empty where the model has no sides.</param>
/// <param name="Objective">Penalised negative log-likelihood.</param>
public sealed record RatedStrengthFit(IReadOnlyList<double> Strengths, IReadOnlyList<double> Skills, IReadOnlyList<double> LeftBias, double Objective);

/// <summary>
/// Crowd-BT (Chen, Bennett, Collins-Thompson and Horvitz 2013): rater k follows the Bradley–Terry model with probability η_k and says the
/// opposite otherwise: P(i beats j) = η_k σ(s_i − s_j) + (1 − η_k) σ(s_j − s_i). η of ½ is a coin, below ½ an adversary, whose votes count
/// the other way round. Penalised maximum likelihood by BFGS from s = 0, logit η = 1.
/// </summary>
public sealed record CrowdBradleyTerry
{
    /// <summary>Half the precision of the zero-mean prior on every strength and every logit η.</summary>
    public double Ridge { get; init; } = 0.05;

    public RatedStrengthFit Fit(int items, int raters, IReadOnlyList<RatedContest> comparisons)
    {
        var objective = new RatedLikelihood(items, raters, comparisons, Ridge, Sided: false);
        var found = objective.Minimum();
        return new RatedStrengthFit([.. found.Take(items)], [.. found.Skip(items).Take(raters).Select(RatedLikelihood.Logistic)], [], objective.Value(found));
    }
}

/// <summary>
/// Noisy Bradley–Terry with sides: rater k judges with probability g_k and otherwise picks the left with probability σ(q_k):
/// P(left) = g_k σ(s_l − s_r) + (1 − g_k) σ(q_k). An adversary shows as low skill. Penalised maximum likelihood by BFGS.
/// </summary>
public sealed record NoisyBradleyTerry
{
    /// <summary>Half the precision of the zero-mean prior on every strength, logit g and q.</summary>
    public double Ridge { get; init; } = 0.05;

    public RatedStrengthFit Fit(int items, int raters, IReadOnlyList<RatedContest> comparisons)
    {
        var objective = new RatedLikelihood(items, raters, comparisons, Ridge, Sided: true);
        var found = objective.Minimum();
        var rest = found.Skip(items).Select(RatedLikelihood.Logistic).ToArray();
        return new RatedStrengthFit([.. found.Take(items)], rest[..raters], rest[raters..], objective.Value(found));
    }
}

/// <summary>Negative log-likelihood of rated comparisons, ridge included. Parameters: strengths, logits of skill and, with sides, logits of the left.</summary>
internal sealed record RatedLikelihood(int Items, int Raters, IReadOnlyList<RatedContest> Comparisons, double Ridge, bool Sided)
{
    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    public double[] Minimum()
    {
        var start = Vector<double>.Build.Dense(Items + Raters * (Sided ? 2 : 1), i => i >= Items && i < Items + Raters ? 1 : 0);
        var objective = ObjectiveFunction.Gradient(at => (Value(at.ToArray()), Vector<double>.Build.Dense(Gradient(at.ToArray()))));
        return new BfgsMinimizer(1e-9, 1e-12, 1e-15, 5000).FindMinimum(objective, start).MinimizingPoint.ToArray();
    }

    public double Value(double[] at) => Ridge * at.Sum(x => x * x) - Comparisons.Sum(c => Math.Log(Parts(c, at).Probability));

    private double[] Gradient(double[] at)
    {
        var gradient = at.Select(x => 2 * Ridge * x).ToArray();
        foreach (var c in Comparisons)
        {
            var (probability, byGap, bySkill, bySide) = Parts(c, at);
            gradient[c.Left] -= byGap / probability;
            gradient[c.Right] += byGap / probability;
            gradient[Items + c.Rater] -= bySkill / probability;
            if (Sided) gradient[Items + Raters + c.Rater] -= bySide / probability;
        }
        return gradient;
    }

    /// <summary>Probability of what was chosen, and its derivatives by the gap, the logit of skill and the logit of the left.</summary>
    private (double Probability, double Gap, double Skill, double Side) Parts(RatedContest c, double[] at)
    {
        double skill = Logistic(at[Items + c.Rater]), sign = c.LeftPreferred ? 1 : -1;
        double judged = Logistic(sign * (at[c.Left] - at[c.Right])), otherwise = Sided ? Logistic(sign * at[Items + Raters + c.Rater]) : 1 - judged;
        var slope = sign * judged * (1 - judged);
        return (skill * judged + (1 - skill) * otherwise,
            Sided ? skill * slope : (2 * skill - 1) * slope,
            skill * (1 - skill) * (judged - otherwise),
            Sided ? (1 - skill) * sign * otherwise * (1 - otherwise) : 0);
    }
}

using Heed.Feedback.Statistics;
using MathNet.Numerics;

namespace Heed.Feedback.Reliability;

/// <summary>A fitted <see cref="Mace"/>.</summary>
/// <param name="Posteriors">By item: probability of each true class.</param>
/// <param name="Competence">By rater: how often it says the truth because it knows; towards 0 for one who always says the same.</param>
/// <param name="Strategy">By rater: what it says when it does not.</param>
/// <param name="LogLikelihood">Of the answers, at the last weights.</param>
public sealed record MaceFit(IReadOnlyList<double[]> Posteriors, IReadOnlyList<Estimate> Competence, IReadOnlyList<double[]> Strategy, double LogLikelihood);

/// <summary>How long and from how many starts MACE is fitted; the best of them is kept.</summary>
public abstract record MaceSettings
{
    private protected MaceSettings()
    {
    }

    public int Restarts { get; init; } = 10;
    public int Iterations { get; init; } = 50;

    /// <summary>Of the random starts.</summary>
    public ulong Seed { get; init; }

    private protected MaceFit Best(CrowdAnswers crowd, double priorCompetence, Action<MaceEstimation.Counts, MaceEstimation.Weights> weigh) =>
        new MaceEstimation(crowd, priorCompetence, weigh).Best(Restarts, Iterations, Seed);
}

/// <summary>
/// MACE (Hovy, Berg-Kirkpatrick, Vaswani and Hovy 2013, "Learning whom to trust with MACE"): rater j says the truth with probability θ_j and otherwise a class drawn
/// from its own distribution ξ_j. Mean-field variational Bayes with θ_j ~ Beta and ξ_j ~ Dirichlet: expected counts of honest and of blind answers, weights
/// exp(ψ(count + prior) − ψ(total)). The best of several starts, the first of them even, is kept.
/// </summary>
public sealed record Mace : MaceSettings
{
    /// <summary>Both parameters of the Beta prior of θ: below 1, raters are thought to be mostly honest or mostly not.</summary>
    public double PriorCompetence { get; init; } = 0.5;

    /// <summary>Each parameter of the Dirichlet prior of ξ.</summary>
    public double PriorStrategy { get; init; } = 10;

    public MaceFit Fit(CrowdAnswers crowd) => Best(crowd, PriorCompetence, Weigh);

    private void Weigh(MaceEstimation.Counts counts, MaceEstimation.Weights weights)
    {
        for (var j = 0; j < weights.Honest.Length; j++)
        {
            double honest = counts.Honest[j] + PriorCompetence, blind = counts.Blind(j) + PriorCompetence;
            weights.Honest[j] = Math.Exp(SpecialFunctions.DiGamma(honest) - SpecialFunctions.DiGamma(honest + blind));
            var self = Math.Exp(SpecialFunctions.DiGamma(blind) - SpecialFunctions.DiGamma(honest + blind));
            var total = SpecialFunctions.DiGamma(counts.Blind(j) + PriorStrategy * counts.Said[j].Length);
            for (var c = 0; c < counts.Said[j].Length; c++) weights.Blind[j][c] = self * Math.Exp(SpecialFunctions.DiGamma(counts.Said[j][c] + PriorStrategy) - total);
        }
    }
}

/// <summary>MACE by EM, with <see cref="Smoothing"/> added to every expected count: no priors, so raters with few answers go to the ends.</summary>
public sealed record MaceMaximumLikelihood : MaceSettings
{
    /// <summary>Added to every expected count, divided by the number of classes.</summary>
    public double Smoothing { get; init; } = 0.01;

    public MaceFit Fit(CrowdAnswers crowd) => Best(crowd, Smoothing, Weigh);

    private void Weigh(MaceEstimation.Counts counts, MaceEstimation.Weights weights)
    {
        for (var j = 0; j < weights.Honest.Length; j++)
        {
            var classes = counts.Said[j].Length;
            double more = Smoothing / classes, honest = counts.Honest[j] + more, blind = counts.Blind(j) + more;
            weights.Honest[j] = honest / (honest + blind);
            for (var c = 0; c < classes; c++) weights.Blind[j][c] = (1 - weights.Honest[j]) * (counts.Said[j][c] + more) / (counts.Blind(j) + more * classes);
        }
    }
}

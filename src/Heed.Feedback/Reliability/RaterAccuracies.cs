using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>How often raters are right.</summary>
/// <param name="ByRater">By rater.</param>
/// <param name="FirstByOthers">By vote: probability that the pair's first answer is the better one, from the other raters' votes on it.</param>
/// <param name="Clearness">How much alike the pairs look: the mean of <see cref="LatentGapModel.Clearness"/>.</param>
/// <param name="Model">With the clearness under which the votes are likeliest: what raters are flagged by. Another than the given one needs evidence.</param>
/// <param name="Likeliest">Its fit.</param>
public sealed record RaterAccuracies(IReadOnlyList<ProbabilityEstimate> ByRater, IReadOnlyList<double> FirstByOthers, double Clearness, LatentGapModel Model, LatentGapFit Likeliest);

/// <summary>
/// Accuracies by a <see cref="LatentGapModel"/> whose pairs are as unlike as the votes say. Where pairs are alike, normal gaps take certain pairs for half-certain ones and raters for worse than
/// they are; where they are not, equal ones take raters for better. So a few values of <see cref="LatentGapModel.Clearness"/> are fitted, and each counts by its likelihood.
/// </summary>
public sealed record RaterAccuracyModel
{
    /// <summary>The values fitted beside <see cref="Gaps"/>'s own.</summary>
    public IReadOnlyList<double> Clearness { get; init; } = [0.8, 0.9, 0.97, 0.99];

    /// <summary>How raters are modelled.</summary>
    public LatentGapModel Gaps { get; init; } = new();

    /// <summary>By how much another clearness must raise the log-likelihood to be taken for the votes' own: few votes cannot tell.</summary>
    public double Evidence { get; init; } = 1;

    /// <param name="votes">The votes.</param>
    public RaterAccuracies Fit(PairVotes votes) => Fit(votes, Gaps.Fit(votes));

    /// <param name="votes">The votes.</param>
    /// <param name="fit">What <see cref="Gaps"/> made of them.</param>
    public RaterAccuracies Fit(PairVotes votes, LatentGapFit fit)
    {
        double[] clearness = [Gaps.Clearness, .. Clearness];
        LatentGapFit[] fits = [fit, .. Clearness.Select(c => (Gaps with { Clearness = c }).Fit(votes))];
        var top = fits.Max(f => f.LogLikelihood);
        var likelihoods = fits.Select(f => Math.Exp(f.LogLikelihood - top)).ToArray();
        double[] weights = [.. likelihoods.Select(l => l / likelihoods.Sum())];
        var likeliest = Enumerable.Range(0, fits.Length).MaxBy(i => fits[i].LogLikelihood - (i == 0 ? 0 : Evidence));
        return new RaterAccuracies(
            [.. Enumerable.Range(0, votes.Raters).Select(r => ProbabilityEstimate.Mixed([.. fits.Select(f => f.Accuracy[r])], weights))],
            [.. Enumerable.Range(0, votes.Votes.Count).Select(v => fits.Zip(weights, (f, w) => w * f.FirstByOthers[v]).Sum())],
            clearness.Zip(weights, (c, w) => c * w).Sum(),
            Gaps with { Clearness = clearness[likeliest] },
            fits[likeliest]);
    }
}

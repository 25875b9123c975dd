using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>Left item, right item, whether the left one was preferred, and by whom.</summary>
public readonly record struct SidedContest(int Left, int Right, bool LeftPreferred, int Rater);

/// <summary>Strengths relative to the last item, and the advantage of the left side, in logits.</summary>
/// <param name="Strengths">By item; the last is 0 with no error.</param>
/// <param name="LeftAdvantage">Added to the left item's strength.</param>
/// <param name="Fit">All estimates (items but the last, then the side) with sandwich errors and errors clustered by rater.</param>
public sealed record SidedFit(IReadOnlyList<Estimate> Strengths, Estimate LeftAdvantage, LogitFit Fit);

/// <summary>Bradley–Terry with an advantage of the left side (Agresti 2002, section 10.6.3, the home advantage): P(left) = σ(θ_l − θ_r + a).</summary>
public sealed record SidedBradleyTerry
{
    public SidedFit Fit(int items, IEnumerable<SidedContest> comparisons)
    {
        Feature[] Strength(int item) => item < items - 1 ? [new Feature(item, 1)] : [];
        var side = new Feature(items - 1, 1);
        var choices = comparisons.Select(c => new ObservedChoice(c.LeftPreferred ? 0 : 1, [[.. Strength(c.Left), side], Strength(c.Right)], Cluster: c.Rater)).ToArray();
        var fit = new ConditionalLogit().Fit(items, choices);
        return new SidedFit([.. Enumerable.Range(0, items - 1).Select(fit.Estimate), new Estimate(0, 0)], fit.Estimate(items - 1), fit);
    }
}

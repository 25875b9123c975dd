using Heed.Feedback.Balance;
using Heed.Feedback.Events;

namespace Heed.Feedback.Reports;

/// <summary>What changes where answers are weighted to stand for a population.</summary>
internal static class PopulationShares
{
    public static PopulationFit? Weights(QualityInputs inputs, VotedPairs crowd) => inputs.Population.Count == 0 || crowd.Raters.Count == 0 ? null
        : new PopulationWeights().Fit(crowd.Votes.Where(v => v.Rater is not null).CountBy(v => v.Rater!).ToDictionary(), inputs.Attributes, inputs.Population);

    public static IReadOnlyList<WeightedShare> Of(VotedPairs crowd, PopulationFit weights)
    {
        var shares = new List<WeightedShare?>
        {
            Share("choices for the left", crowd, weights, v => v.SaysLeft),
            Share("choices for the longer answer", crowd, weights, crowd.SaysLonger),
            Share("ties", crowd, weights, v => v.Preferred == Preferred.Neither),
        };
        var sources = crowd.Sources();
        if (sources.Length is > 1 and <= 20) shares.AddRange(sources.Select(s => Share($"choices for {s}", crowd, weights, v => Chooses(crowd, v, s))));
        return [.. shares.OfType<WeightedShare>()];
    }

    private static WeightedShare? Share(string what, VotedPairs crowd, PopulationFit weights, Func<ComparisonVote, bool?> says)
    {
        double plain = 0, all = 0, weighted = 0, total = 0;
        foreach (var vote in crowd.Votes)
        {
            if (vote.Rater is not { } rater || says(vote) is not { } yes) continue;
            var weight = weights.ByRater[rater];
            (all, total) = (all + 1, total + weight);
            if (yes) (plain, weighted) = (plain + 1, weighted + weight);
        }
        return all == 0 || total == 0 ? null : new WeightedShare(what, plain / all, weighted / total);
    }

    private static bool? Chooses(VotedPairs crowd, ComparisonVote vote, string source)
    {
        var pair = crowd.Pair(vote);
        if (pair.First.Source == pair.Second.Source || vote.Preferred == Preferred.Neither) return null;
        return pair.First.Source == source ? vote.Preferred == Preferred.First : pair.Second.Source == source ? vote.Preferred == Preferred.Second : null;
    }
}

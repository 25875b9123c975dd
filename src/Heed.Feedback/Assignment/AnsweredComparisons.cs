using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Assignment;

/// <summary>
/// Comparisons scored by what the answers so far leave open: beliefs about answers and raters follow the votes one by one, and a comparison's score is what one more answer by somebody new is
/// expected to tell.
/// </summary>
public sealed record AnsweredComparisons
{
    /// <summary>How beliefs move.</summary>
    public ExpectedInformation Information { get; init; } = new();

    /// <summary>What is believed of an answer before anybody spoke (Chen et al. 2013, section 6).</summary>
    public Worth Unknown { get; init; } = new(0, 1);

    /// <summary>What is believed of a rater nobody knows (the same).</summary>
    public Trust Stranger { get; init; } = new(10, 1);

    /// <param name="comparisons">With distinct ids; an answer that stands in several of them is one answer.</param>
    /// <param name="votes">In the order in which they were given; ties and votes on other items say nothing here.</param>
    /// <returns>By the comparison's id: nats.</returns>
    public IReadOnlyDictionary<string, double> Gains(IEnumerable<Comparison> comparisons, IEnumerable<ComparisonVote> votes)
    {
        var pairs = comparisons.ToDictionary(p => p.Id);
        var (worths, trusts) = (new Dictionary<(string, Candidate), Worth>(), new Dictionary<string, Trust>());
        Worth Of(Comparison pair, Candidate answer) => worths.GetValueOrDefault((pair.Prompt.Id, answer), Unknown);
        foreach (var vote in votes)
        {
            if (vote.Preferred == Preferred.Neither || !pairs.TryGetValue(vote.ItemId, out var pair)) continue;
            var (winner, loser) = vote.Preferred == Preferred.First ? (pair.First, pair.Second) : (pair.Second, pair.First);
            var rater = vote.Rater ?? "";
            (trusts[rater], worths[(pair.Prompt.Id, winner)], worths[(pair.Prompt.Id, loser)]) =
                Information.Update(trusts.GetValueOrDefault(rater, Stranger), Of(pair, winner), Of(pair, loser));
        }
        return pairs.Values.ToDictionary(p => p.Id, p => Information.Gain(Stranger, Of(p, p.First), Of(p, p.Second)));
    }
}

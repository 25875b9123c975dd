using Heed.Feedback.Agreement;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>Two answers of one rater about one pair.</summary>
/// <param name="First">1 where the first answer of the pair was preferred, 0 the second, ½ for neither.</param>
/// <param name="Again">The same of the later answer.</param>
/// <param name="Swapped">Whether the sides were exchanged in between; null where unknown.</param>
public readonly record struct RepeatedVote(string Rater, string ItemId, double First, double Again, bool? Swapped)
{
    /// <summary>Whether both say the same.</summary>
    public bool Same => First == Again;

    /// <summary>The repeats in a log: answers to an item that the rater had answered before, given to the rater again on purpose.</summary>
    public static IReadOnlyList<RepeatedVote> Of(IEnumerable<FeedbackEvent> events)
    {
        var firsts = new Dictionary<(string, string), Answered>();
        var repeats = new List<RepeatedVote>();
        foreach (var answer in events.OfType<Answered>())
        {
            if (answer is not { Rater: { } rater, ItemId: { } item, Answer: ComparisonAnswer { Verdict: not Verdict.CannotJudge } }) continue;
            if (answer.Sampling?.Policy != SamplingPolicy.Repeat) firsts[(rater, item)] = answer;
            else if (firsts.TryGetValue((rater, item), out var earlier))
                repeats.Add(new RepeatedVote(rater, item, Says(earlier), Says(answer), earlier.Shown is { } a && answer.Shown is { } b ? a.Order[0] != b.Order[0] : null));
        }
        return repeats;
    }

    private static double Says(Answered answer) => ((ComparisonAnswer)answer.Answer).Verdict switch { Verdict.First => 1, Verdict.Second => 0, _ => 0.5 };
}

/// <summary>How steady a rater is.</summary>
/// <param name="Repeats">Pairs of answers.</param>
/// <param name="Share">Share of them that say the same, with its interval.</param>
/// <param name="Kappa">The same corrected for chance by the rater's own shares: the bound of the rater's agreement with anybody; null without variation.</param>
/// <param name="Swapped">Share among those whose sides were exchanged; null without any.</param>
/// <param name="Kept">Share among those whose sides were not; null without any.</param>
/// <param name="SideP">Fisher's exact p that exchanging the sides makes no difference; null where one of the two is missing.</param>
public sealed record Steadiness(int Repeats, double Share, Interval Interval, double? Kappa, double? Swapped, double? Kept, double? SideP);

/// <summary>
/// Whether raters say the same when asked again. Who cannot agree with itself agrees with nobody; who changes when the sides are exchanged and not otherwise follows the side.
/// </summary>
public sealed record SelfConsistency
{
    /// <summary>Level of the interval.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>By rater.</summary>
    public IReadOnlyDictionary<string, Steadiness> Fit(IEnumerable<RepeatedVote> repeats) =>
        repeats.GroupBy(r => r.Rater).ToDictionary(g => g.Key, g => Of([.. g])!);

    /// <summary>Of all together; null of nothing.</summary>
    public Steadiness? Of(IReadOnlyList<RepeatedVote> repeats)
    {
        if (repeats.Count == 0) return null;
        double same = repeats.Count(r => r.Same);
        int Category(double x) => (int)(2 * x);
        var kappa = new CohenKappa().Compute([.. repeats.Select(r => Category(r.First))], [.. repeats.Select(r => Category(r.Again))], 3);
        RepeatedVote[] swapped = [.. repeats.Where(r => r.Swapped == true)], kept = [.. repeats.Where(r => r.Swapped == false)];
        var test = swapped.Length > 0 && kept.Length > 0 ? TwoProportions.Of(swapped.Count(r => r.Same), swapped.Length, kept.Count(r => r.Same), kept.Length).FisherP : (double?)null;
        return new Steadiness(repeats.Count, same / repeats.Count, Proportion.Wilson(same, repeats.Count, Level), kappa, Share(swapped), Share(kept), test);
    }

    private static double? Share(RepeatedVote[] repeats) => repeats.Length == 0 ? null : repeats.Count(r => r.Same) / (double)repeats.Length;
}

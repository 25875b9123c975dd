using Heed.Feedback.Events;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>Raters over time: how probable it is, by what the others say, that each of their answers is right.</summary>
/// <param name="judgeless">Raters who never judged, and so have nothing to become worse from.</param>
internal sealed class RaterCourses(VotedPairs crowd, RaterAccuracies? accuracies, AccuracyDrift drift, IReadOnlySet<string> judgeless)
{
    private const int MostWindows = 10, SmallestWindow = 12;

    public IReadOnlyList<RaterCourse> All()
    {
        if (accuracies is null) return [];
        var usual = Quantile.Median(accuracies.ByRater.Select(a => a.Value).Where(a => a > 0.5).DefaultIfEmpty(drift.Usual));
        var test = drift with { Usual = usual };
        var byRater = crowd.Votes.Select((vote, i) => (Vote: vote, Right: Right(vote, accuracies.FirstByOthers[i])))
            .Where(v => v.Right is not null && crowd.OnPairOf(v.Vote).Count > 1).ToLookup(v => v.Vote.Rater!);
        return [.. crowd.Raters.Select(r => Of(r, [.. byRater[r].OrderBy(v => v.Vote.Time).Select(v => (v.Vote.Time, v.Right!.Value))], test)).OfType<RaterCourse>()];
    }

    private static double? Right(ComparisonVote vote, double first) => vote.Preferred switch { Preferred.First => first, Preferred.Second => 1 - first, _ => null };

    private RaterCourse? Of(string rater, (DateTimeOffset Time, double Right)[] answers, AccuracyDrift test)
    {
        if (answers.Length < 2 * SmallestWindow) return null;
        var found = (judgeless.Contains(rater) ? test with { Threshold = double.PositiveInfinity } : test).Fit([.. answers.Select(a => a.Right)]);
        var count = Math.Clamp(answers.Length / SmallestWindow, 2, MostWindows);
        var windows = Enumerable.Range(0, count).Select(w => answers[(w * answers.Length / count)..((w + 1) * answers.Length / count)])
            .Select(w => new CourseWindow(w[w.Length / 2].Time, w.Length, w.Average(a => a.Right), Proportion.Wilson(w.Sum(a => a.Right), w.Length, 0.95)));
        return new RaterCourse(rater, [.. windows], found, found.ChangedAt is { } at ? answers[at].Time : null);
    }
}

using Heed.Feedback.Reliability;

namespace Heed.Feedback.Reports;

/// <summary>Everything found about single raters, in sentences.</summary>
internal static class RaterFindings
{
    private const int FewestRepeats = 10;
    private const double UnsteadyBelow = 0.7;

    public static IReadOnlyList<RaterFinding> Of(QualityReport report) =>
    [
        .. Flags(report).Concat(Drifts(report)).Concat(Gold(report)).Concat(Copies(report)).Concat(Speed(report)).Concat(Unsteady(report))
            .OrderByDescending(f => f.Serious).ThenBy(f => f.Rater, StringComparer.Ordinal),
    ];

    private static IEnumerable<RaterFinding> Flags(QualityReport report) => (report.Feedback.Raters ?? []).Where(r => r.Flag != RaterFlag.None).Select(r => new RaterFinding(r.Rater, r.Flag switch
    {
        RaterFlag.Side => FindingKind.Side,
        RaterFlag.Length => FindingKind.Length,
        RaterFlag.Adversary => FindingKind.Adversary,
        _ => FindingKind.Spammer,
    }, r.Reason, Serious: true));

    private static IEnumerable<RaterFinding> Drifts(QualityReport report) => report.Courses.Where(c => c.Drift.AlarmAt is not null).Select(c => new RaterFinding(c.Rater, FindingKind.Drift,
        $"became worse: right in {c.Drift.Before:P0} of the answers until {c.Since:d MMMM yyyy}, in {c.Drift.After:P0} since{(c.Drift.PageHinkleyAt is null ? "" : "; Page and Hinkley's test says so too")}", Serious: true));

    private static IEnumerable<RaterFinding> Gold(QualityReport report) => report.Gold.Where(g => g.Value.Decision == SequentialDecision.AcceptSecond).Select(g => new RaterFinding(g.Key, FindingKind.Gold,
        $"right about {g.Value.Right} of {g.Value.Asked} questions with a known answer; the sequential test was sure after {g.Value.DecidedAfter}", Serious: true));

    private static IEnumerable<RaterFinding> Copies(QualityReport report) => report.Copies.SelectMany(c => new[] { (c.Rater, c.Other), (c.Other, c.Rater) }.Select(p => new RaterFinding(p.Item1, FindingKind.Copying,
        $"says the same as {p.Item2} on {c.Share:P0} of {c.Pairs} pairs, {c.Expected:P0} would be expected{Later(c, p.Item1)}", Serious: true)));

    private static string Later(CopiedAnswers copy, string rater)
    {
        var later = rater == copy.Other ? copy.SecondLater : 1 - copy.SecondLater;
        return later switch { > 0.9 => "; nearly always answers after the other", < 0.1 => "; nearly always answers before the other", _ => "" };
    }

    private static IEnumerable<RaterFinding> Speed(QualityReport report)
    {
        var flagged = report.Feedback.Flagged.ToHashSet(StringComparer.Ordinal);
        return report.Speed.Where(s => s.Value.Flagged).Select(s => new RaterFinding(s.Key, FindingKind.Speed,
            $"{s.Value.TooFast:P0} of the answers came faster than anybody reads (median {s.Value.MedianSeconds:0.0} s, {s.Value.Pace:P0} of the usual time)", Serious: flagged.Contains(s.Key)));
    }

    private static IEnumerable<RaterFinding> Unsteady(QualityReport report) => report.Steadiness.Where(s => s.Value.Repeats >= FewestRepeats && s.Value.Interval.High < UnsteadyBelow).Select(s => new RaterFinding(s.Key, FindingKind.Unsteady,
        $"says the same in {s.Value.Share:P0} of {s.Value.Repeats} repeats{(s.Value.SideP < 0.05 ? $"; {s.Value.Swapped:P0} where the sides were exchanged, {s.Value.Kept:P0} where they were not" : "")}", Serious: false));
}

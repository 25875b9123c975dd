namespace Heed.Feedback.Reports;

/// <summary>What to do next, from the numbers of a report.</summary>
internal static class NextStep
{
    private const double LowAlpha = 0.2, LittleOverlap = 1.32, WideInterval = 0.2, UnevenCoverage = 0.1;

    public static IReadOnlyList<string> Of(QualityReport report) =>
        [.. Collect(report).Concat(Raters(report)).Concat(Biases(report)).Concat(Population(report)).DefaultIfEmpty("Nothing stands out. Go on collecting; look again after the next few hundred answers.")];

    private static IEnumerable<string> Collect(QualityReport report)
    {
        var feedback = report.Feedback;
        if (feedback.Votes == 0)
        {
            yield return "There are no votes yet: invite raters (`heed label`) or import feedback (`heed feedback import`).";
            yield break;
        }
        if (feedback.Raters is null) yield return $"{feedback.ReliabilityNote} Give 10 to 20 % of the items to three raters (`shared_share`, `shared_overlap`), and keep pseudonyms.";
        else if (feedback.MeanOverlap < LittleOverlap) yield return $"Items have {feedback.MeanOverlap:0.0} votes on average: share more of them, so that skills become known sooner.";
        if (feedback.Raters?.Count(r => r.AccuracyInterval is { } i && i.High - i.Low > WideInterval) is { } wide and > 0)
            yield return $"The accuracy of {wide} {(wide == 1 ? "rater" : "raters")} is known to ± {WideInterval / 2:P0} or worse: about 120 shared answers each would do.";
        if ((feedback.AlphaUnflagged ?? feedback.Alpha) < LowAlpha) yield return $"Agreement is low (alpha {feedback.AlphaUnflagged ?? feedback.Alpha:0.00}) even among raters in good standing: read contested items together and make the guidelines say more.";
        if (report.AllRepeats is null) yield return "Nobody was asked anything twice: set `repeat_share` to 0.04 to learn how steady raters are.";
        if (report.Gold.Count == 0) yield return "No questions with a known answer were asked: some, very certain ones, tell soonest who does not read.";
    }

    private static IEnumerable<string> Raters(QualityReport report)
    {
        var paused = report.Paused.Select(p => p.Rater).ToHashSet(StringComparer.Ordinal);
        foreach (var rater in report.Findings.Where(f => f.Serious && !paused.Contains(f.Rater)).GroupBy(f => f.Rater))
            yield return $"Talk to {rater.Key} ({string.Join(", ", rater.Select(f => Word(f.Kind)).Distinct())}). If it goes on, pause with a reason: `heed feedback pause --rater {rater.Key} --reason \"…\"`. The answers stay and count for what they are worth.";
        foreach (var appeal in report.Paused.Where(p => p is { Appeal: not null, Answer: null }))
            yield return $"Answer the appeal of {appeal.Rater}, paused since {appeal.Since:d MMMM}: `heed feedback answer-appeal`, and `heed feedback resume` where the rater is right.";
    }

    private static IEnumerable<string> Biases(QualityReport report)
    {
        if (report.Feedback.LeftShareInterval is { } left && !left.Contains(0.5)) yield return $"{report.Feedback.LeftShare:P0} of all choices fall on the left: {Sides(report)}";
        if (report.Effects.Where(e => e.Feature != "left" && e.P < 0.01 && Math.Abs(e.Effect.Value) > 0.3).Select(e => e.Feature).ToArray() is { Length: > 0 } looks)
            yield return $"Choices go with {string.Join(" and ", looks)}: show raters pairs of alike {string.Join(" and ", looks)}, and watch what the reward model makes of it.";
        if (report.Effects.Count > 0 && report.Feedback.LeftShare is null) yield return "It is not known which answer stood on which side: collect on a page that draws and records sides.";
        foreach (var (attribute, groups) in report.Groups)
            if (groups.Where(g => g.P < 0.05).Select(g => g.Group).ToArray() is { Length: > 0 } apart)
                yield return $"By {attribute}, {string.Join(", ", apart)} see{(apart.Length == 1 ? "s" : "")} things in a way of {(apart.Length == 1 ? "its" : "their")} own: a difference of taste, not of quality. Report results by group.";
    }

    private static string Sides(QualityReport report) => report.Findings.Where(f => f.Kind == FindingKind.Side).Select(f => f.Rater).ToArray() is { Length: > 0 } sided
        ? $"see whether that remains without {string.Join(", ", sided)}; if it does, ask a sample again with the sides exchanged."
        : "check that sides are drawn at random, and ask a sample again with the sides exchanged.";

    private static IEnumerable<string> Population(QualityReport report)
    {
        foreach (var table in report.Coverage.Where(t => t.P < 0.01 && t.CramersV > UnevenCoverage))
            yield return $"By {table.Attribute}, groups were asked about different sources (Cramér's V {table.CramersV:0.00}): what looks like one source's strength may be one group's taste. Draw items by lot for every group, and compare within groups.";
        if (report.Population is not { } population) yield break;
        if (population.Unreachable.Count > 0) yield return $"Nobody answered from {string.Join(", ", population.Unreachable)}: no weight makes up for them. Invite some.";
        if (population.DesignEffect > 1.5) yield return $"The raters are unlike the population: {population.DesignEffect:0.0} answers are worth one. Invite from the groups that are short.";
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Side => "follows a side",
        FindingKind.Length => "follows the length",
        FindingKind.Adversary => "against the better answer",
        FindingKind.Spammer => "no better than a coin",
        FindingKind.Drift => "became worse",
        FindingKind.Copying => "copies or is copied",
        FindingKind.Speed => "too fast",
        FindingKind.Unsteady => "unsteady",
        _ => "wrong about known answers",
    };
}

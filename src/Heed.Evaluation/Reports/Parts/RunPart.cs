using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>Where the time went, on which machine, with which recipe.</summary>
internal static class RunPart
{
    public static ReportPart Of(RunSection run) => new("run", "The run")
    {
        Lead = TableMarkup.OfFacts(Facts(run)),
        Figures = run.Stages.Count == 0 ? [] : [Stages(run.Stages)],
        Tail = Markup.Lines([
            Folded("The machine", run.Machine.Count == 0 ? Markup.Empty : TableMarkup.OfFacts(run.Machine)),
            Folded("Versions", run.Versions.Count == 0 ? Markup.Empty : TableMarkup.OfFacts(run.Versions)),
            Folded("The resolved recipe", run.Recipe is null ? Markup.Empty : Markup.Of($"<pre tabindex=\"0\"><code>{run.Recipe}</code></pre>")),
        ]),
    };

    private static IEnumerable<Fact> Facts(RunSection run)
    {
        if (run.Stages.Count > 0) yield return new Fact("Wall time of all stages", NumberText.Duration(run.Stages.Sum(s => s.Seconds)));
        if (run.PeakMemoryBytes is { } bytes) yield return new Fact("Peak memory", NumberText.Bytes(bytes));
    }

    private static Figure Stages(IReadOnlyList<StageTime> stages)
    {
        var total = stages.Sum(s => s.Seconds);
        var longest = stages.MaxBy(s => s.Seconds)!;
        var bars = stages.Select(s => new Bar(s.Stage, NumberText.Duration(s.Seconds), s.Seconds, Ink.First)).ToArray();
        var chart = new BarChart("Wall time by stage", new Axis("wall time", "seconds"), bars);
        return new Figure("stages", "Time by stage", chart.Draw(),
            "Wall time of each stage, in the order they ran.",
            "most of the time goes into training (base model, policy); a stage that only reads or writes files takes little.",
            Judgement.Unknown($"{longest.Stage} takes {NumberText.Percent(longest.Seconds / total)} of {NumberText.Duration(total)}"))
        {
            Numbers = TableMarkup.Of(["Stage", "Time", "Share", "Work"],
                stages.Select(s => (IReadOnlyList<string>)[s.Stage, NumberText.Duration(s.Seconds), NumberText.Percent(s.Seconds / total), s.Work ?? ""])),
        };
    }

    private static Markup Folded(string title, Markup content) =>
        content.IsEmpty ? Markup.Empty : Markup.Of($"<details class=\"card fold\"><summary>{title}</summary>{content}</details>");
}

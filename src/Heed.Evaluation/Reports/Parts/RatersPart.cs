using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>Who compared answers, how far they agree, and whose votes count less.</summary>
internal static class RatersPart
{
    public static ReportPart Of(RatersSection raters) => new("raters", "Raters")
    {
        Lead = TableMarkup.OfFacts(Facts(raters)),
        Figures = [Agreement(raters), raters.Raters.Count > 0 ? Skills(raters) : null, raters.Raters.Count > 0 ? Table(raters.Raters) : null],
        Tail = raters.Raters.Count == 0 ? Markup.Of($"<p class=\"missing\">{raters.Note ?? "The data name no raters, so that their skill and bias cannot be judged; every vote counts the same."}</p>")
            : raters.Note is { } note ? Markup.Of($"<p class=\"missing\">{note}</p>") : Markup.Empty,
    };

    private static IEnumerable<Fact> Facts(RatersSection raters)
    {
        yield return new Fact("Pairs", NumberText.Count(raters.Pairs));
        yield return new Fact("Votes", NumberText.Count(raters.Votes));
        if (raters.Raters.Count > 0) yield return new Fact("Raters", $"{raters.Raters.Count}, {raters.Raters.Count(r => r.Flag is not null)} flagged");
        if (raters.MajorityRight is { } majority) yield return new Fact("Right by plain majority", NumberText.Percent(majority));
        if (raters.ConsensusRight is { } consensus) yield return new Fact("Right by weighted consensus", NumberText.Percent(consensus));
    }

    private static Figure Skills(RatersSection section)
    {
        var rows = section.Raters.OrderByDescending(r => r.Skill.Value).Select(r => new IntervalRow(r.Flag is null ? r.Name : $"{r.Name}: {r.Flag}",
            NumberText.Fixed(r.Skill.Value, 2), [IntervalMark.Of(r.Flag is null ? "in good standing" : "flagged", r.Flag is null ? Ink.First : Ink.Bad, r.Skill)])).ToArray();
        var plot = new IntervalPlot("Skill of each rater with its 95 % interval", new Axis(section.SkillLabel) { From = 0 }, rows) { Rules = [new PlotRule(0, "chance")] };
        return new Figure("rater-skill", "Skill of the raters", plot.Draw(),
            "How well each rater's votes follow the consensus of the others, with 95 % intervals. 0 is chance, below 0 is against the others.",
            "most raters clearly above 0; those who are not are flagged and their votes count less. Nobody's votes are deleted.",
            RaterJudge.Raters(section.Raters));
    }

    private static Figure Agreement(RatersSection section)
    {
        Bar[] bars =
        [
            .. section.Alpha is { } all ? (Bar[])[new Bar("all raters", NumberText.Fixed(all, 3), all, Ink.Muted)] : [],
            .. section.AlphaUnflagged is { } some ? (Bar[])[new Bar("without the flagged", NumberText.Fixed(some, 3), some, Ink.First)] : [],
        ];
        var picture = bars.Length == 0 ? Markup.Empty : new BarChart("Krippendorff's alpha", new Axis("Krippendorff's alpha") { From = 0, To = 1 }, bars).Draw();
        return new Figure("agreement", "Agreement", picture,
            "Krippendorff's alpha over the pairs that several raters answered: 1 is full agreement, 0 what chance would give.",
            "0.2 to 0.5 is usual for preferences, more for questions of fact; it rises when faulty raters are left out.",
            RaterJudge.Agreement(section))
        { OwnRow = true };
    }

    private static Figure Table(IReadOnlyList<RaterRow> raters)
    {
        var truth = raters.Any(r => r.Faulty is not null);
        string[] head = ["Rater", "Votes", "Skill", "Left share", "Longer share", "Weight", "Finding", .. truth ? (string[])["Truth"] : []];
        var rows = raters.OrderByDescending(r => r.Skill.Value).Select(r => (IReadOnlyList<Markup>)
        [
            Markup.Text(r.Name), Markup.Text(NumberText.Count(r.Votes)), Cell(r.Skill, v => NumberText.Fixed(v, 2)),
            Cell(r.LeftShare, NumberText.Percent), Cell(r.LongerShare, NumberText.Percent), Markup.Text(NumberText.Fixed(r.Weight, 2)),
            r.Flag is null ? Markup.Text("–") : Markup.Of($"<b class=\"flag\">{r.Flag}</b>{(r.Reason is null ? "" : ": " + r.Reason)}"),
            .. truth ? (Markup[])[Markup.Text(r.Faulty switch { true => "faulty", false => "good", _ => "?" })] : [],
        ]);
        return new Figure("rater-table", "Raters one by one", TableMarkup.Of(head, rows),
            "What was found about each rater, with 95 % intervals: the share of votes for the left side and for the longer answer, and "
                + "the weight of the votes in what is learned.",
            "left shares around 50 %, since sides are drawn at random; longer shares alike among raters; low weights only beside a finding.",
            RaterJudge.Sides(raters))
        { Wide = true };
    }

    /// <summary>The interval stands below the value, so that the table stays narrow.</summary>
    private static Markup Cell(Measurement? measured, Func<double, string> text) => measured is not { } m ? Markup.Text("–")
        : Markup.Of($"{text(m.Value)}<br/><small>{text(m.Low).TrimEnd('%', '\u202f')} to {text(m.High)}</small>");
}

using Heed.Evaluation.Plots;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>What to do next, and who is paused.</summary>
internal static class StepsPart
{
    public static ReportPart Of(QualityReport report) => new("steps", "What to do")
    {
        Lead = Markup.Of($"<ol class=\"steps\">{report.NextSteps.Select(s => Markup.Of($"<li>{Code(s)}</li>"))}</ol>"),
        Tail = report.Paused.Count == 0 ? Markup.Empty : Markup.Of($"""
            <div class="card"><h3>Paused</h3>
            {TableMarkup.Of(["Rater", "Since", "Reason", "What the rater says to it", "Answer"], report.Paused.Select(p => (IReadOnlyList<string>)[p.Rater, p.Since.UtcDateTime.ToString("d MMMM yyyy"), p.Reason, p.Appeal ?? "–", p.Answer ?? "–"]))}
            </div>
            """),
    };

    /// <summary>What stands between backticks is a command.</summary>
    private static Markup Code(string text) => Markup.Join(text.Split('`').Select((part, i) => i % 2 == 0 ? Markup.Text(part) : Markup.Of($"<code>{part}</code>")));
}

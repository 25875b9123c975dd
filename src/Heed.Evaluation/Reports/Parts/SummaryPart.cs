using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The top of the page: the verdict in words, the key figures, and what to look at.</summary>
internal static class SummaryPart
{
    public static Markup Of(ReportData data, IReadOnlyList<ReportPart> parts)
    {
        var verdict = Verdict.Of(data);
        return Markup.Of($"""
            <section id="summary" aria-label="Summary">
            <div class="card verdict {verdict.Class}"><p>{verdict.Why}</p></div>
            <div class="keys">
            {Markup.Lines(KeyFigures.Of(data).Select(k => k.Draw()))}
            </div>
            {Findings([.. parts.SelectMany(p => p.Shown)])}
            </section>
            """);
    }

    /// <summary>The figures that are not as they should be, the worst first.</summary>
    internal static Markup Findings(Figure[] figures)
    {
        var notable = figures.Where(f => f.Judgement.Health is Health.Bad or Health.Look).OrderByDescending(f => f.Judgement.Health).ToArray();
        var good = figures.Count(f => f.Judgement.Health == Health.Good);
        var head = Markup.Of($"<p class=\"count\">{good} of {figures.Length} figures are as they should be{Rest(figures)}.</p>");
        if (notable.Length == 0) return head;
        return Markup.Of($"{head}<ul class=\"findings\">{notable.Select(f => Markup.Of($"<li>{f.Judgement.Badge} <a href=\"#{f.Id}\">{f.Title}</a>: {f.Judgement.Why}</li>"))}</ul>");
    }

    private static string Rest(Figure[] figures)
    {
        var (look, bad, unknown) = (figures.Count(f => f.Judgement.Health == Health.Look), figures.Count(f => f.Judgement.Health == Health.Bad), figures.Count(f => f.Judgement.Health == Health.Unknown));
        var words = new[] { look > 0 ? $"{look} worth a look" : null, bad > 0 ? $"{bad} bad" : null, unknown > 0 ? $"{unknown} not judged" : null }.OfType<string>().ToArray();
        return words.Length == 0 ? "" : ", " + string.Join(", ", words);
    }
}

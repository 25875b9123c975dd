using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Parts;
using Heed.Runs;

namespace Heed.Evaluation.Reports;

/// <summary>The report of a run: one HTML page that needs nothing but itself, light and dark, for a phone and for a desk.</summary>
public sealed class Report(ReportData data)
{
    /// <summary>Writes the page atomically.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToHtml());

    /// <summary>The page. It is well-formed XML too.</summary>
    public string ToHtml()
    {
        var parts = Sections();
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{data.Title}</title>
            <style>
            {PlotStyle.Css}
            {PlotStyle.Read("report.css")}
            </style>
            </head>
            <body>
            <header>
            <h1>{data.Title}</h1>
            <p class="made">{Made()}</p>
            <nav aria-label="Sections">{parts.Select(p => Markup.Of($"<a{(p.Missing is null ? Markup.Empty : Markup.Of($" class=\"absent\""))} href=\"#{p.Id}\">{p.Title}</a>"))}</nav>
            </header>
            <main>
            {SummaryPart.Of(data, parts)}
            {Markup.Lines(parts.Select(p => p.Draw()))}
            </main>
            </body>
            </html>

            """).ToString();
    }

    private ReportPart[] Sections() =>
    [
        Section("run", "The run", nameof(data.Run), data.Run, RunPart.Of),
        Section("data", "Data", nameof(data.Data), data.Data, DataPart.Of),
        Section("base-model", "Base model", nameof(data.BaseModel), data.BaseModel, BaseModelPart.Of),
        Section("sft", "Fine-tuning on demonstrations", nameof(data.Finetuning), data.Finetuning, FinetuningPart.Of),
        Section("raters", "Raters", nameof(data.Raters), data.Raters, RatersPart.Of),
        Section("reward-model", "Reward model", nameof(data.RewardModel), data.RewardModel, RewardModelPart.Of),
        Section("policy", "Optimising the policy", nameof(data.Policy), data.Policy, PolicyPart.Of),
        Section("over-optimisation", "Over-optimisation", nameof(data.Optimisation), data.Optimisation, OptimisationPart.Of),
        Section("comparison", "The policy against where it came from", nameof(data.Comparison), data.Comparison, c => ComparisonPart.Of(c, data.Preferences)),
        Section("samples", "Samples side by side", nameof(data.Comparison), data.Comparison?.Samples is { Count: > 0 } samples ? samples : null, SamplesPart.Of),
        DefinitionsPart.Of(),
    ];

    private ReportPart Section<T>(string id, string title, string name, T? section, Func<T, ReportPart> draw) where T : class =>
        section is not null ? draw(section) : new ReportPart(id, title) { Missing = data.Missing.GetValueOrDefault(name, "the run has no such stage.") };

    private string Made() => string.Join(" · ", new[]
    {
        data.Subtitle, data.Made.UtcDateTime.ToString("d MMMM yyyy, HH:mm") + " UTC", data.Version is null ? null : $"Heed {Short(data.Version)}",
    }.OfType<string>());

    /// <summary>A version with the first letters of its commit.</summary>
    private static string Short(string version) =>
        version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number} ({commit[..7]})" : version;
}

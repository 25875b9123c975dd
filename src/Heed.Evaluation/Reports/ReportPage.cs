using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports;

/// <summary>The frame of a report: one HTML page that needs nothing but itself, light and dark, for a phone and for a desk. It is well-formed XML too.</summary>
internal static class ReportPage
{
    public static Markup Of(string title, string made, IReadOnlyList<ReportPart> parts, Markup summary) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{title}</title>
        <style>
        {PlotStyle.Css}
        {PlotStyle.Read("report.css")}
        </style>
        </head>
        <body>
        <header>
        <h1>{title}</h1>
        <p class="made">{made}</p>
        <nav aria-label="Sections">{parts.Select(p => Markup.Of($"<a{(p.Missing is null ? Markup.Empty : Markup.Of($" class=\"absent\""))} href=\"#{p.Id}\">{p.Title}</a>"))}</nav>
        </header>
        <main>
        {summary}
        {Markup.Lines(parts.Select(p => p.Draw()))}
        </main>
        </body>
        </html>

        """);

    /// <summary>The line under the title.</summary>
    public static string Made(string? subtitle, DateTimeOffset made, string? version) => string.Join(" · ", new[]
    {
        subtitle, made.UtcDateTime.ToString("d MMMM yyyy, HH:mm") + " UTC", version is null ? null : $"Heed {Short(version)}",
    }.OfType<string>());

    /// <summary>A version with the first letters of its commit.</summary>
    private static string Short(string version) =>
        version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number} ({commit[..7]})" : version;
}

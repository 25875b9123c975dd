using System.Globalization;
using Heed.Language.Datasets.Inspection;

namespace Heed.Cli.Commands;

/// <summary>An inspection's report as lines for a person.</summary>
internal static class InspectionTable
{
    private const int Bar = 40, MostIgnored = 10;

    public static IEnumerable<string> Lines(InspectionReport report) =>
    [
        .. Files(report.Files), .. report.Lengths.SelectMany(Lengths), .. Figures(report.Figures), .. report.Problems.SelectMany(Problem),
        .. report.Ignored.Count > 0 ? [$"not looked at: {string.Join(", ", report.Ignored.Take(MostIgnored))}{(report.Ignored.Count > MostIgnored ? $" and {report.Ignored.Count - MostIgnored} more" : "")}"] : Array.Empty<string>()
    ];

    private static IEnumerable<string> Files(IReadOnlyList<InspectedFile> files)
    {
        string[][] rows =
        [
            ["file", "part", "format", "shape", "good for", "records", "bad", "examples", "MB"],
            .. files.Select(f => new[]
            {
                f.File, f.Config is null ? "" : $"{f.Config}/{f.Split}", f.Format, f.Shape ?? "unknown", f.Meaning?.ToString().ToLowerInvariant() ?? "", Number(f.Records), Number(f.Bad), Number(f.Examples),
                (f.Bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture)
            })
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows) yield return string.Join("  ", row.Select((cell, c) => c < 5 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd();
        foreach (var file in files.Where(f => f.Problem is not null)) yield return $"  {file.Problem}";
    }

    private static IEnumerable<string> Lengths(InspectedLengths l)
    {
        yield return "";
        yield return $"{l.Part}: {Number(l.Count)}, in characters: least {Number(l.Least)}, median {Number(l.Median)}, mean {l.Mean.ToString("N0", CultureInfo.InvariantCulture)}, 95 % {Number(l.Percentile95)}, most {Number(l.Most)}";
        var most = l.Histogram.Max(h => h.Count);
        foreach (var h in l.Histogram)
            yield return $"  {Number(h.From),11} – {Number(h.To),-11} {Number(h.Count),11}  {new string('█', (int)Math.Ceiling((double)Bar * h.Count / most))}".TrimEnd();
    }

    private static IEnumerable<string> Figures(IReadOnlyDictionary<string, double> figures) =>
        figures.Count == 0 ? [] : ["", string.Join("   ", figures.Select(f => $"{f.Key.Replace('_', ' ')} {f.Value.ToString("0.###", CultureInfo.InvariantCulture)}"))];

    private static IEnumerable<string> Problem(InspectedProblem problem) =>
        ["", $"{(problem.Bad ? "bad" : "noticed")}: {Number(problem.Count)} × {problem.Reason}", $"  {string.Join(", ", problem.Places)}{(problem.Count > problem.Places.Count ? ", …" : "")}"];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

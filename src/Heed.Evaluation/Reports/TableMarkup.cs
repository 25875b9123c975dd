using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports;

/// <summary>Tables, which scroll sideways by themselves where they are wider than the page.</summary>
internal static class TableMarkup
{
    private const int MostRows = 12;

    /// <summary>A table whose first column is text and whose others are numbers.</summary>
    public static Markup Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<Markup>> rows) => Markup.Of($"""
        <div class="scroll" tabindex="0"><table>
        <thead><tr>{head.Select(h => Markup.Of($"<th scope=\"col\">{h}</th>"))}</tr></thead>
        <tbody>
        {Markup.Lines(rows.Select(r => Markup.Of($"<tr>{r.Select((cell, i) => i == 0 ? Markup.Of($"<th scope=\"row\">{cell}</th>") : Markup.Of($"<td>{cell}</td>"))}</tr>")))}
        </tbody>
        </table></div>
        """);

    public static Markup Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows) =>
        Of(head, rows.Select(r => (IReadOnlyList<Markup>)[.. r.Select(Markup.Text)]));

    /// <summary>Some rows of curves over the same steps.</summary>
    public static Markup OfCurves(string step, params IReadOnlyList<(string name, Curve? curve)> curves)
    {
        var known = curves.Where(c => c.curve is { Count: > 0 }).Select(c => (c.name, curve: c.curve!)).ToArray();
        if (known.Length == 0) return Markup.Empty;
        var steps = known.SelectMany(c => c.curve.Steps).Distinct().Order().ToArray();
        var shown = steps.Length <= MostRows ? steps : [.. Enumerable.Range(0, MostRows).Select(i => steps[(int)Math.Round(i * (steps.Length - 1.0) / (MostRows - 1))])];
        return Of([step, .. known.Select(c => c.name)], shown.Select(s => (IReadOnlyList<string>)[NumberText.Count(s), .. known.Select(c => At(c.curve, s))]));
    }

    /// <summary>Names and values, one a line.</summary>
    public static Markup OfFacts(IEnumerable<Fact> facts) =>
        Markup.Of($"<dl class=\"facts\">{facts.Select(f => Markup.Of($"<div><dt>{f.Name}</dt><dd>{f.Value}</dd></div>"))}</dl>");

    /// <summary>The value at a step, or the nearest earlier one.</summary>
    private static string At(Curve curve, double step)
    {
        var index = -1;
        for (var i = 0; i < curve.Count && curve.Steps[i] <= step; i++) index = i;
        return index < 0 ? "" : NumberText.Short(curve.Values[index]);
    }
}

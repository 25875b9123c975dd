using System.Text;

namespace Heed.Evaluation.Plots;

/// <summary>Lines, bands and dots over two axes.</summary>
public sealed record LineChart(string Description, Axis X, Axis Y, IReadOnlyList<PlotSeries> Series)
{
    private const int MostPoints = 360, MostTips = 40;

    public IReadOnlyList<PlotRule> Rules { get; init; } = [];

    /// <summary>Height of the area for the data, in units of the drawing (its width is about 400).</summary>
    public double PlotHeight { get; init; } = 190;

    public Markup Draw()
    {
        var drawn = Series.Select(s => s with { Points = [.. s.Points.Where(p => p.Drawable)] }).Where(s => s.Points.Count > 0).ToArray();
        var points = drawn.SelectMany(s => s.Points).ToArray();
        var frame = new PlotFrame(X, Y,
            points.Select(p => p.X).Concat(Rules.Where(r => r.Upright).Select(r => r.At)),
            points.SelectMany(p => new[] { p.Y, p.Low ?? p.Y, p.High ?? p.Y }).Concat(Rules.Where(r => !r.Upright).Select(r => r.At)),
            Legend(drawn), PlotHeight);
        return frame.Draw(Description, Markup.Of($"""
            {Markup.Lines(drawn.Select(s => Band(frame, s)))}
            {Markup.Lines(Rules.Select(r => Rule(frame, r)))}
            {Markup.Lines(drawn.Select(s => Line(frame, s)))}
            {Markup.Lines(drawn.Select(s => Dots(frame, s)))}
            {Markup.Lines(Rules.Select(r => RuleLabel(frame, r)))}
            """));
    }

    private static IEnumerable<LegendEntry> Legend(IReadOnlyCollection<PlotSeries> drawn)
    {
        var named = drawn.Where(s => s.Form != SeriesForm.Faint).ToArray();
        return named.Length < 2 ? [] : named.Select(s => new LegendEntry(s.Name, s.Ink, s.Dashed, s.Form == SeriesForm.Dots));
    }

    private static Markup Line(PlotFrame frame, PlotSeries series)
    {
        if (series.Form == SeriesForm.Dots || series.Points.Count < 2) return Markup.Empty;
        var style = series.Form == SeriesForm.Faint ? "faint" : series.Dashed ? "line dashed" : "line";
        return Markup.Of($"<path class=\"{style} {series.Ink.Name()}\" d=\"{Path(frame, PlotSeries.Thin(series.Points, MostPoints), p => p.Y)}\"/>");
    }

    private static Markup Band(PlotFrame frame, PlotSeries series)
    {
        var inside = series.Points.Where(p => p is { Low: not null, High: not null }).ToArray();
        if (series.Form is SeriesForm.Dots or SeriesForm.Faint || inside.Length < 2) return Markup.Empty;
        var upper = Path(frame, inside, p => p.High!.Value);
        var lower = Path(frame, [.. inside.Reverse()], p => p.Low!.Value);
        return Markup.Of($"<path class=\"band {series.Ink.Name()}\" d=\"{upper}L{lower[1..]}Z\"/>");
    }

    private Markup Dots(PlotFrame frame, PlotSeries series)
    {
        if (series.Form == SeriesForm.Faint) return Markup.Empty;
        var visible = series.Form != SeriesForm.Line || series.Points.Count == 1;
        var every = visible ? 1 : (series.Points.Count + MostTips - 1) / MostTips;
        return Markup.Lines(series.Points.Where((_, i) => i % every == 0 || i == series.Points.Count - 1).Select(p => Dot(frame, series, p, visible)));
    }

    private Markup Dot(PlotFrame frame, PlotSeries series, PlotPoint p, bool visible)
    {
        var note = p.Note is null ? "" : p.Note + ": ";
        var interval = p is { Low: { } low, High: { } high } ? $" ({Y.Write(low)} to {Y.Write(high)})" : "";
        var tip = $"{series.Name}, {note}{X.Label} {X.Write(p.X)}, {Y.Label} {Y.Write(p.Y)}{interval}";
        var whisker = visible && series.Form == SeriesForm.Dots && p is { Low: { } from, High: { } to }
            ? Markup.Of($"<path class=\"whisker {series.Ink.Name()}\" d=\"M{frame.X.At(p.X)} {frame.Y.At(from)}V{frame.Y.At(to)}\"/>") : Markup.Empty;
        var style = visible ? "dot" : "tip";
        return Markup.Of($"{whisker}<circle class=\"{style} {series.Ink.Name()}\" cx=\"{frame.X.At(p.X)}\" cy=\"{frame.Y.At(p.Y)}\" r=\"{(visible ? 3.5 : 7)}\"><title>{tip}</title></circle>");
    }

    private static Markup Rule(PlotFrame frame, PlotRule rule) => rule.Upright
        ? Markup.Of($"<path class=\"rule {rule.Ink.Name()}\" d=\"M{frame.X.At(rule.At)} {frame.Top}V{frame.Floor}\"/>")
        : Markup.Of($"<path class=\"rule {rule.Ink.Name()}\" d=\"M{frame.Left} {frame.Y.At(rule.At)}H{frame.RightEdge}\"/>");

    /// <summary>The word beside a rule: over a level one's right end, at the foot of an upright one, on the side with more room.</summary>
    private static Markup RuleLabel(PlotFrame frame, PlotRule rule)
    {
        if (rule.Label.Length == 0) return Markup.Empty;
        if (!rule.Upright)
            return Markup.Of($"<text class=\"note {rule.Ink.Name()}\" x=\"{frame.RightEdge}\" y=\"{frame.Y.At(rule.At) - 5}\" text-anchor=\"end\">{rule.Label}</text>");
        var at = frame.X.At(rule.At);
        var right = at < (frame.Left + frame.RightEdge) / 2;
        return Markup.Of($"<text class=\"note {rule.Ink.Name()}\" x=\"{at + (right ? 5 : -5)}\" y=\"{frame.Floor - 8}\" text-anchor=\"{(right ? "start" : "end")}\">{rule.Label}</text>");
    }

    private static string Path(PlotFrame frame, IReadOnlyList<PlotPoint> points, Func<PlotPoint, double> value)
    {
        var path = new StringBuilder();
        foreach (var p in points) path.Append(path.Length == 0 ? 'M' : 'L').Append($"{frame.X.At(p.X):0.##} {frame.Y.At(value(p)):0.##}");
        return path.ToString();
    }
}

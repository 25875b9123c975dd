namespace Heed.Evaluation.Plots;

/// <summary>A point of a series.</summary>
/// <param name="Low">Lower end of a band or whisker around Y.</param>
/// <param name="High">Upper end.</param>
/// <param name="Note">Said in the tooltip before the coordinates.</param>
public readonly record struct PlotPoint(double X, double Y, double? Low = null, double? High = null, string? Note = null)
{
    internal bool Drawable => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>How a series is drawn.</summary>
public enum SeriesForm
{
    Line,
    Dots,
    LineAndDots,
    /// <summary>A thin line behind the others: the noise around a smoothed curve. Not in the legend.</summary>
    Faint,
}

/// <summary>A named series. Low and High of its points are drawn as a band behind a line, as whiskers on dots.</summary>
public sealed record PlotSeries(string Name, Ink Ink, IReadOnlyList<PlotPoint> Points)
{
    public SeriesForm Form { get; init; }

    public bool Dashed { get; init; }

    /// <summary>Points from two equally long lists.</summary>
    public static IReadOnlyList<PlotPoint> Zip(IEnumerable<double> x, IEnumerable<double> y) => [.. x.Zip(y, (a, b) => new PlotPoint(a, b))];

    /// <summary>Mean over a centred window of points, for curves with noise.</summary>
    public static IReadOnlyList<PlotPoint> Smooth(IReadOnlyList<PlotPoint> points, int window)
    {
        var half = window / 2;
        return [.. points.Select((p, i) =>
        {
            var reach = Math.Min(half, Math.Min(i, points.Count - 1 - i));
            var near = Enumerable.Range(i - reach, 2 * reach + 1).Select(j => points[j].Y).Where(double.IsFinite);
            return new PlotPoint(p.X, near.DefaultIfEmpty(double.NaN).Average());
        })];
    }

    /// <summary>At most about <paramref name="most"/> points: the lowest and highest of each stretch, in order.</summary>
    internal static IReadOnlyList<PlotPoint> Thin(IReadOnlyList<PlotPoint> points, int most)
    {
        if (points.Count <= most) return points;
        var stretch = 2 * points.Count / most + 1;
        return [.. points.Chunk(stretch).SelectMany(c => new[] { c.MinBy(p => p.Y), c.MaxBy(p => p.Y) }.Distinct().OrderBy(p => p.X))];
    }
}

/// <summary>A straight line at one value of an axis, with a word beside it: a budget, a chance level, a chosen step.</summary>
/// <param name="Upright">At a value of x; else at a value of y.</param>
public sealed record PlotRule(double At, string Label, bool Upright = false)
{
    public Ink Ink { get; init; } = Ink.Muted;
}

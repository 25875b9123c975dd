namespace Heed.Evaluation.Plots;

/// <summary>Maps values of an axis to coordinates of the drawing, and chooses round ticks.</summary>
internal sealed class ScreenScale
{
    private readonly bool _logarithmic;
    private readonly double _low, _high, _start, _end;

    private ScreenScale(bool logarithmic, double low, double high, double start, double end, double[] ticks) =>
        (_logarithmic, _low, _high, _start, _end, Ticks) = (logarithmic, low, high, start, end, ticks);

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A scale over the axis' range widened by the values, from coordinate start (low) to end (high).</summary>
    public static ScreenScale Of(Axis axis, IEnumerable<double> values, double start, double end, int ticks)
    {
        var logarithmic = axis.Scale == AxisScale.Logarithmic;
        var shown = values.Concat(new[] { axis.From, axis.To }.OfType<double>()).Where(v => double.IsFinite(v) && (!logarithmic || v > 0)).ToArray();
        var (low, high) = shown.Length == 0 ? (logarithmic ? 1 : 0.0, 1.0) : (shown.Min(), shown.Max());
        if (low == high) (low, high) = logarithmic ? (low / 2, high * 2) : (low - Math.Max(0.5, Math.Abs(low) * 0.1), high + Math.Max(0.5, Math.Abs(high) * 0.1));
        if (logarithmic) return new ScreenScale(true, Math.Log10(low), Math.Log10(high), start, end, Powers(low, high));
        var round = Round(low, high, ticks, axis);
        return new ScreenScale(false, Math.Min(low, round[0]), Math.Max(high, round[^1]), start, end, round);
    }

    public double At(double value) => _start + ((_logarithmic ? Math.Log10(value) : value) - _low) / (_high - _low) * (_end - _start);

    /// <summary>Ticks at 1, 2 or 5 times a power of ten; they reach past the data unless the axis fixes that end.</summary>
    private static double[] Round(double low, double high, int count, Axis axis)
    {
        var rough = (high - low) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1.0, 2, 5, 10 }.First(m => m * power >= rough * 0.9999) * power;
        var slack = step * 1e-9;
        var first = axis.From is { } from && from <= low ? Math.Ceiling((low - slack) / step) : Math.Floor((low + slack) / step);
        var last = axis.To is { } to && to >= high ? Math.Floor((high + slack) / step) : Math.Ceiling((high - slack) / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    private static double[] Powers(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        double[] steps = last - first > 3 ? [1] : last - first > 1 ? [1, 3] : [1, 2, 5];
        var every = Math.Max(1, (last - first) / 5);
        return [.. Enumerable.Range(first, last - first + 1).Where(p => (p - first) % every == 0)
            .SelectMany(p => steps.Select(s => s * Math.Pow(10, p))).Where(t => t >= low * 0.9999 && t <= high * 1.0001)];
    }
}

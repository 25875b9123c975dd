namespace Heed.Evaluation.Plots;

/// <summary>Maps values of an axis to coordinates of the drawing, and chooses round ticks.</summary>
internal sealed class ScreenScale
{
    /// <summary>An end reaches out to the next tick where that is within this part of a step; else it has this part of the range as margin.</summary>
    private const double Reach = 0.35, Margin = 0.03;

    private readonly bool _logarithmic;
    private readonly double _low, _high, _start, _end;

    private ScreenScale(bool logarithmic, double low, double high, double start, double end, IReadOnlyList<ScaleTick> ticks) =>
        (_logarithmic, _low, _high, _start, _end, Ticks) = (logarithmic, low, high, start, end, ticks);

    public IReadOnlyList<ScaleTick> Ticks { get; }

    /// <summary>A scale over the axis' range widened by the values, from coordinate start (low) to end (high).</summary>
    public static ScreenScale Of(Axis axis, IEnumerable<double> values, double start, double end, int ticks)
    {
        var logarithmic = axis.Scale == AxisScale.Logarithmic;
        var shown = values.Concat(new[] { axis.From, axis.To }.OfType<double>()).Where(v => double.IsFinite(v) && (!logarithmic || v > 0)).ToArray();
        var (low, high) = shown.Length == 0 ? (logarithmic ? 1 : 0.0, 1.0) : (shown.Min(), shown.Max());
        if (low == high) (low, high) = logarithmic ? (low / 2, high * 2) : (low - Math.Max(0.5, Math.Abs(low) * 0.1), high + Math.Max(0.5, Math.Abs(high) * 0.1));
        if (logarithmic) return new ScreenScale(true, Math.Log10(low), Math.Log10(high), start, end, Powers(low, high, axis));
        var step = Step((high - low) / ticks);
        (low, high) = (low == axis.From ? low : -Outward(-low, high - low, step), high == axis.To ? high : Outward(high, high - low, step));
        return new ScreenScale(false, low, high, start, end, Multiples(low, high, step, axis));
    }

    public double At(double value) => _start + ((_logarithmic ? Math.Log10(value) : value) - _low) / (_high - _low) * (_end - _start);

    /// <summary>1, 2, 2.5 or 5 times a power of ten, not below the given distance.</summary>
    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return new[] { 1.0, 2, 2.5, 5, 10 }.First(m => m * power >= rough * 0.9999) * power;
    }

    private static double Outward(double end, double range, double step)
    {
        var tick = Math.Ceiling(end / step - 1e-9) * step;
        return tick - end <= Reach * step ? tick : end + Margin * range;
    }

    private static ScaleTick[] Multiples(double low, double high, double step, Axis axis)
    {
        var (first, last) = (Math.Ceiling(low / step - 1e-9), Math.Floor(high / step + 1e-9));
        var (unit, sign) = axis.Percent ? (0.01, "\u202f%") : NumberText.Unit(Math.Max(Math.Abs(first), Math.Abs(last)) * step);
        var decimals = Enumerable.Range(0, 15).First(d => d == 14 || IsWhole(step / unit * Math.Pow(10, d)));
        return [.. Enumerable.Range(0, (int)Math.Max(0, last - first + 1)).Select(i => (first + i) * step).Select(v => new ScaleTick(v, Label(v / unit)))];

        static bool IsWhole(double value) => Math.Round(value) >= 1 && Math.Abs(value - Math.Round(value)) < 1e-6;
        string Label(double value) => value == 0 && !axis.Percent ? "0" : NumberText.Fixed(value, value == 0 ? 0 : decimals) + sign;
    }

    private static ScaleTick[] Powers(double low, double high, Axis axis)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        double[] steps = last - first > 3 ? [1] : last - first > 1 ? [1, 3] : [1, 2, 5];
        var every = Math.Max(1, (last - first) / 5);
        return [.. Enumerable.Range(first, last - first + 1).Where(p => (p - first) % every == 0)
            .SelectMany(p => steps.Select(s => s * Math.Pow(10, p))).Where(t => t >= low * 0.9999 && t <= high * 1.0001).Select(t => new ScaleTick(t, axis.Write(t)))];
    }
}

/// <summary>A tick of an axis with its label.</summary>
internal readonly record struct ScaleTick(double Value, string Label);

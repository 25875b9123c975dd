using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Plots;

/// <summary>Numbers as a reader wants them: three significant digits, a true minus sign, narrow spaces, which do not break, between thousands.</summary>
public static class NumberText
{
    private const char Minus = '\u2212', Thin = '\u202f';

    /// <summary>Three significant digits, fewer where the number has no more; large numbers in k, M, G.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        return value switch
        {
            double.NaN => "–",
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => $"{Minus}∞",
            0 => "0",
            _ when size < 1e-3 => Scientific(value),
            _ => In(Unit(size)),
        };

        string In((double Size, string Sign) unit) => Signed(value / unit.Size, Exact(value / unit.Size, Digits(size / unit.Size))) + unit.Sign;
    }

    /// <summary>The unit in which numbers up to this size are written side by side, and its sign: none, or a power of a thousand.</summary>
    internal static (double Unit, string Sign) Unit(double largest) => largest switch
    {
        >= 1e9 => (1e9, Thin + "G"),
        >= 1e6 => (1e6, Thin + "M"),
        >= 1e4 => (1e3, Thin + "k"),
        > 0 and < 1e-3 => (Power(largest), $"{Thin}·{Thin}{Ten(Power(largest))}"),
        _ => (1, ""),
    };

    /// <summary>A fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals) => double.IsFinite(value) ? Signed(value, "0." + new string('0', decimals)) : Short(value);

    /// <summary>A share as a percentage with one decimal.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Signed(share * 100, "0.0") + Thin + "%" : Short(share);

    /// <summary>Whole numbers with thin spaces between thousands.</summary>
    public static string Count(double value) => double.IsFinite(value) ? Signed(Math.Round(value), "#,0").Replace(',', Thin) : Short(value);

    /// <summary>Seconds as s, min, h.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        double.NaN => "–",
        < 10 => $"{Fixed(seconds, 1)}{Thin}s",
        < 100 => $"{Fixed(seconds, 0).TrimEnd('.')}{Thin}s",
        < 6000 => $"{Math.Floor(seconds / 60):0}{Thin}min {seconds % 60:0}{Thin}s",
        _ => $"{Math.Floor(seconds / 3600):0}{Thin}h {seconds / 60 % 60:0}{Thin}min",
    };

    /// <summary>Bytes in binary units.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1024 => $"{bytes:0}{Thin}B",
        < 1024 * 1024 => $"{Short(bytes / 1024)}{Thin}KiB",
        < 1024 * 1024 * 1024 => $"{Short(bytes / 1024 / 1024)}{Thin}MiB",
        _ => $"{Short(bytes / 1024 / 1024 / 1024)}{Thin}GiB",
    };

    /// <summary>A measurement as its value with the 95 % interval, each written by <paramref name="text"/>.</summary>
    public static string Interval(Measurement m, Func<double, string>? text = null)
    {
        text ??= Short;
        return double.IsFinite(m.Low) && double.IsFinite(m.High) ? $"{text(m.Value)} ({text(m.Low)} to {text(m.High)})" : text(m.Value);
    }

    private static string Digits(double size) => size >= 100 ? "0" : size >= 10 ? "0.0" : size >= 0.1 ? "0.00" : size >= 0.01 ? "0.000" : "0.0000";

    /// <summary>The format without its trailing zeros where it loses nothing of the number.</summary>
    private static string Exact(double value, string format)
    {
        var decimals = Math.Max(0, format.Length - 2);
        return Math.Abs(value - Math.Round(value, decimals)) < 1e-9 * Math.Abs(value) ? format.Replace(".0", ".#").Replace('0', '#').Replace("#.", "0.") : format;
    }

    private static string Scientific(double value)
    {
        var power = Power(Math.Abs(value));
        var mantissa = Signed(value / power, "0.0");
        return (mantissa == "1.0" ? "" : mantissa + Thin + "·" + Thin) + Ten(power);
    }

    private static double Power(double size) => Math.Pow(10, Math.Floor(Math.Log10(size)));

    private static string Ten(double power) => "10" + string.Concat(Math.Round(Math.Log10(power)).ToString().Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string Signed(double value, string format)
    {
        var text = Math.Abs(value).ToString(format);
        return value < 0 && text.Any(c => c is >= '1' and <= '9') ? Minus + text : text;
    }
}

using System.Numerics;
using Heed.Language.Templates.Jinja.Formatting;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>Filters that give numbers, and numbers as text.</summary>
internal static class NumberFilters
{
    private const int LargestPrecision = 400;

    private static readonly BigInteger Zero = BigInteger.Zero;

    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["int"] = Int,
        ["float"] = Float,
        ["abs"] = Abs,
        ["round"] = Round,
        ["filesizeformat"] = FileSize,
    };

    private static object? Int(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("int", "default=", "base=");
        var otherwise = Arguments.Or(values[0], Zero);
        switch (value)
        {
            case Undefined undefined: throw undefined.Failure();
            case double d when double.IsInfinity(d): throw Fault.Overflow("cannot convert float infinity to integer");
            case double d: return double.IsNaN(d) ? otherwise : new BigInteger(d);
        }
        if (PyNumber.Integer(value) is { } n) return n;
        if (PyText.Of(value) is not { } text) return otherwise;
        run.Meter.Text(text.Length * 16L);
        var radix = PyNumber.Small(Arguments.Or(values[1], new BigInteger(10)));
        if ((radix is 0 or >= 2 and <= 36) && text.Length <= 4300 && PyNumber.Parse(text, radix) is { } parsed) return parsed;
        return PyNumber.ParseFloat(text) is { } number && double.IsFinite(number) ? new BigInteger(number) : otherwise;
    }

    private static object? Float(Rendering run, object? value, Arguments arguments)
    {
        var otherwise = Arguments.Or(arguments.For("float", "default=")[0], 0.0);
        if (value is Undefined undefined) throw undefined.Failure();
        return PyNumber.Float(value) ?? (PyText.Of(value) is { } text ? PyNumber.ParseFloat(text) : null) ?? otherwise;
    }

    private static object Abs(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("abs");
        return value is double d ? Math.Abs(d) : PyNumber.Integer(value) is { } n ? BigInteger.Abs(n) : throw Fault.Type($"bad operand type for abs(): '{PyType.Name(value)}'");
    }

    private static object Round(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("round", "precision=", "method=");
        var precision = PyNumber.Small(Arguments.Or(values[0], Zero));
        var method = PyText.Of(Arguments.Or(values[1], "common"));
        if (method is not ("common" or "ceil" or "floor")) throw Fault.FilterArgument("method must be common, ceil or floor");
        if (value is Undefined undefined && method != "common") throw undefined.Failure();
        if (PyNumber.Float(value) is not { } number) throw Fault.Type($"type {PyType.Name(value)} doesn't define __round__ method");
        if (method != "common") return Towards(number, precision, method == "ceil");
        return value is double ? RoundFloat(number, precision) : RoundInteger(PyNumber.Integer(value)!.Value, precision);
    }

    private static double Towards(double number, int precision, bool up)
    {
        var scale = Math.Pow(10, precision);
        var scaled = number * scale;
        if (!double.IsFinite(scaled)) throw double.IsNaN(scaled) ? Fault.Value("cannot convert float NaN to integer") : Fault.Overflow("cannot convert float infinity to integer");
        return (double)new BigInteger(up ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale;
    }

    private static double RoundFloat(double number, int precision)
    {
        if (!double.IsFinite(number) || precision > LargestPrecision) return number;
        return precision < -LargestPrecision ? Math.CopySign(0, number) : double.Parse(FloatText.Fixed(number, precision));
    }

    // Halves to even.
    private static BigInteger RoundInteger(BigInteger n, int precision)
    {
        if (precision >= 0) return n;
        if (precision < -5000) return Zero;
        var unit = BigInteger.Pow(10, -precision);
        var quotient = BigInteger.DivRem(BigInteger.Abs(n), unit, out var rest);
        var twice = (rest * 2).CompareTo(unit);
        if (twice > 0 || (twice == 0 && !quotient.IsEven)) quotient++;
        return n.Sign * quotient * unit;
    }

    private static string FileSize(Rendering run, object? value, Arguments arguments)
    {
        var binary = PyCompare.Truth(Arguments.Or(arguments.For("filesizeformat", "binary=")[0], false));
        if (value is Undefined undefined) throw undefined.Failure();
        var size = PyNumber.Float(value) ?? (PyText.Of(value) is { } text ? PyNumber.ParseFloat(text) ?? throw Fault.Value($"could not convert string to float: {PyRepr.Text(text)}")
            : throw Fault.Type($"float() argument must be a string or a real number, not '{PyType.Name(value)}'"));
        double step = binary ? 1024 : 1000;
        if (size == 1) return "1 Byte";
        if (double.IsNaN(size) || size < step) return $"{(double.IsFinite(size) ? new BigInteger(size) : throw Fault.Value("cannot convert float NaN to integer"))} Bytes";
        var unit = step;
        var prefix = 0;
        for (; prefix < 7 && size >= unit * step; prefix++) unit *= step;
        return $"{FloatText.Special(size / unit) ?? FloatText.Fixed(size / unit, 1)} {"kMGTPEZY"[prefix] switch { 'k' when binary => 'K', var letter => letter }}{(binary ? "iB" : "B")}";
    }
}

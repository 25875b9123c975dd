using System.Numerics;
using Heed.Language.Templates.Jinja.Formatting;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Python's operators on numbers, text, lists and tuples.</summary>
internal static class PyArithmetic
{
    private const int LargestInteger = 1 << 20;

    public static object? Apply(Rendering run, string symbol, object? a, object? b)
    {
        if (symbol == "%" && PyText.Of(a) is { } format) return Marked(a, PercentFormat.Apply(run, format, b, a is Markup));
        if ((a as Undefined ?? b as Undefined) is { } undefined) throw undefined.Failure();
        if (PyNumber.Integer(a) is { } m && PyNumber.Integer(b) is { } n) return Integers(run.Meter, symbol, m, n);
        if (PyNumber.Float(a) is { } x && PyNumber.Float(b) is { } y) return Floats(symbol, x, y);
        return symbol switch
        {
            "+" => Joined(run.Meter, a, b),
            "*" when PyNumber.Integer(b) is { } times && Repeated(run.Meter, a, times) is { } left => left,
            "*" when PyNumber.Integer(a) is { } times && Repeated(run.Meter, b, times) is { } right => right,
            "*" when IsSequence(a) || IsSequence(b) => throw Fault.Type($"can't multiply sequence by non-int of type '{PyType.Name(IsSequence(a) ? b : a)}'"),
            _ => throw Unsupported(symbol, a, b)
        };
    }

    public static object Negate(object? value) => value is Undefined undefined ? throw undefined.Failure() : value is double d ? -d
        : PyNumber.Integer(value) is { } n ? -n : throw Fault.Type($"bad operand type for unary -: '{PyType.Name(value)}'");

    public static object Plus(object? value) => value is Undefined undefined ? throw undefined.Failure() : value is double d ? d
        : PyNumber.Integer(value) is { } n ? n : throw Fault.Type($"bad operand type for unary +: '{PyType.Name(value)}'");

    private static bool IsSequence(object? value) => value is string or Markup or PyList or PyTuple;

    private static object Marked(object? like, string text) => like is Markup ? new Markup(text) : text;

    private static ChatTemplateException Unsupported(string symbol, object? a, object? b) =>
        Fault.Type($"unsupported operand type(s) for {(symbol == "**" ? "** or pow()" : symbol)}: '{PyType.Name(a)}' and '{PyType.Name(b)}'");

    private static object Integers(Meter meter, string symbol, BigInteger a, BigInteger b)
    {
        if (b.IsZero && (symbol is "/" or "//" or "%"))
            throw Fault.ZeroDivision(symbol == "/" ? "division by zero" : symbol == "%" ? "integer modulo by zero" : "integer division or modulo by zero");
        if (symbol == "*") Pay(meter, a.GetBitLength() + b.GetBitLength());
        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => Quotient(a, b),
            "//" => FloorDivide(a, b),
            "%" => a - FloorDivide(a, b) * b,
            _ => Power(meter, a, b)
        };
    }

    private static double Quotient(BigInteger a, BigInteger b)
    {
        if (BigInteger.Abs(a) < 1L << 53 && BigInteger.Abs(b) < 1L << 53) return (double)a / (double)b;
        var bits = (int)(60 - a.GetBitLength() + b.GetBitLength());
        var scaled = bits > 0 ? (a << bits) / b : a / (b << -bits);
        var quotient = Math.ScaleB((double)scaled, -bits);
        return double.IsInfinity(quotient) ? throw Fault.Overflow("integer division result too large for a float") : quotient;
    }

    private static BigInteger FloorDivide(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    private static object Power(Meter meter, BigInteger a, BigInteger b)
    {
        if (b.Sign < 0) return Floats("**", PyNumber.ToDouble(a), PyNumber.ToDouble(b));
        if (BigInteger.Abs(a) <= 1) return b.IsZero || a.IsOne || (a.Sign < 0 && b.IsEven) ? BigInteger.One : a;
        Pay(meter, (long)BigInteger.Min(long.MaxValue, b * a.GetBitLength()));
        return BigInteger.Pow(a, (int)b);
    }

    private static void Pay(Meter meter, long bits)
    {
        if (bits > LargestInteger) throw Fault.Overflow($"an integer of more than {LargestInteger:N0} bits");
        meter.Spend(1 + bits / 64 * (1 + bits / 4096));
    }

    private static object Floats(string symbol, double a, double b)
    {
        if (b == 0 && (symbol is "/" or "//" or "%")) throw Fault.ZeroDivision(symbol == "/" ? "float division by zero" : symbol == "%" ? "float modulo" : "float floor division by zero");
        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => a / b,
            "//" => FloorDivide(a, b),
            "%" => Modulo(a, b),
            _ => Power(a, b)
        };
    }

    private static double Modulo(double a, double b)
    {
        var rest = a % b;
        if (rest == 0) return Math.CopySign(0, b);
        return rest < 0 != b < 0 ? rest + b : rest;
    }

    private static double FloorDivide(double a, double b)
    {
        var quotient = (a - Modulo(a, b)) / b;
        if (quotient == 0) return Math.CopySign(0, a / b);
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double Power(double a, double b)
    {
        if (a == 0 && b < 0) throw Fault.ZeroDivision("0.0 cannot be raised to a negative power");
        if (a < 0 && double.IsFinite(a) && Math.Floor(b) != b) throw Fault.Type("a complex number, which templates do not have");
        var power = Math.Pow(a, b);
        return double.IsInfinity(power) && double.IsFinite(a) && double.IsFinite(b) ? throw Fault.Overflow("(34, 'Numerical result out of range')") : power;
    }

    private static object Joined(Meter meter, object? a, object? b)
    {
        switch (a, b)
        {
            case (string x, string y):
                meter.Text(x.Length + y.Length);
                return x + y;
            case (Markup or string, Markup or string):
                return new Markup(Escaped(a) + Escaped(b));
            case (PyList x, PyList y):
                meter.Spend(x.Items.Count + y.Items.Count);
                return new PyList([.. x.Items, .. y.Items]);
            case (PyTuple x, PyTuple y):
                meter.Spend(x.Items.Count + y.Items.Count);
                return new PyTuple([.. x.Items, .. y.Items]);
            case (string or PyList or PyTuple, _):
                var name = PyType.Name(a);
                throw Fault.Type($"can only concatenate {name} (not \"{PyType.Name(b)}\") to {name}");
            default:
                throw Unsupported("+", a, b);
        }
    }

    private static string Escaped(object? value) => value is Markup markup ? markup.Text : Markup.Escape((string)value!);

    private static object? Repeated(Meter meter, object? value, BigInteger times) => value switch
    {
        string text => PyText.Repeat(meter, text, times),
        Markup markup => new Markup(PyText.Repeat(meter, markup.Text, times)),
        PyList list => new PyList(Repeated(meter, list.Items, times)),
        PyTuple tuple => new PyTuple(Repeated(meter, tuple.Items, times)),
        _ => null
    };

    private static List<object?> Repeated(Meter meter, IReadOnlyList<object?> items, BigInteger times)
    {
        if (times.Sign <= 0) return [];
        meter.Spend((long)BigInteger.Min(long.MaxValue / 2, times * items.Count));
        var repeated = new List<object?>(items.Count * (int)times);
        for (var i = 0; i < (int)times; i++) repeated.AddRange(items);
        return repeated;
    }
}

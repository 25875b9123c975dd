using System.Globalization;
using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>Python's format specification: <c>[[fill]align][sign][z][#][0][width][,][.precision][type]</c>.</summary>
internal sealed record FormatSpec
{
    private const int LargestPrecision = 1000;

    public string Fill { get; init; } = " ";

    /// <summary>&lt;, &gt;, ^, = or U+0000 where none is given.</summary>
    public char Align { get; init; }

    public char Sign { get; init; } = '-';

    public bool Alternate { get; init; }

    public int Width { get; init; }

    public char Grouping { get; init; }

    public int? Precision { get; init; }

    public char Type { get; init; }

    public static FormatSpec Parse(string spec)
    {
        var text = PyText.Characters(spec);
        var at = 0;
        bool Is(string set) => at < text.Length && text[at].Length == 1 && set.Contains(text[at][0]);
        var result = new FormatSpec();
        if (text.Length > 1 && "<>=^".Contains(text[1], StringComparison.Ordinal)) result = result with { Fill = text[at++] };
        if (Is("<>=^")) result = result with { Align = text[at++][0] };
        if (Is("+- ")) result = result with { Sign = text[at++][0] };
        if (Is("#")) (result, at) = (result with { Alternate = true }, at + 1);
        if (Is("0")) (result, at) = (result.Align == '\0' ? result with { Fill = "0", Align = '=' } : result, at + 1);
        result = result with { Width = Number(text, ref at) ?? 0 };
        if (Is(",_")) result = result with { Grouping = text[at++][0] };
        if (Is("."))
        {
            at++;
            result = result with { Precision = Number(text, ref at) ?? throw Fault.Value("Format specifier missing precision") };
        }
        if (at < text.Length) result = result with { Type = text[at++][0] };
        return at < text.Length ? throw Fault.Value($"Invalid format specifier '{spec}'") : result;
    }

    private static int? Number(string[] text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at][0])) at++;
        if (at == start) return null;
        return at - start < 10 ? int.Parse(string.Concat(text[start..at])) : throw Fault.Value("Too many decimal digits in format string");
    }

    public string Apply(Rendering run, object? value) => value switch
    {
        string or Markup => Text(run.Meter, PyText.Of(value)!),
        bool when Type == '\0' => Text(run.Meter, PyRepr.Str(run.Meter, value)),
        double number => Number(run.Meter, number),
        bool or BigInteger => Integer(run.Meter, PyNumber.Integer(value)!.Value),
        Undefined or null or PyList or PyTuple or PyDict or PyRange when this != new FormatSpec() => throw Fault.Type($"unsupported format string passed to {PyType.Name(value)}.__format__"),
        _ => PyRepr.Str(run.Meter, value)
    };

    private string Text(Meter meter, string text)
    {
        if (Type is not ('\0' or 's')) throw Unknown("str");
        if (Align == '=' && Fill != "0") throw Fault.Value("'=' alignment not allowed in string format specifier");
        if (Precision is { } most && most < PyText.Length(text)) text = PyText.Slice(text, 0, 1, most);
        return Padded(meter, "", text, Align is '\0' or '=' ? '<' : Align);
    }

    private string Integer(Meter meter, BigInteger value)
    {
        if (Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%') return Number(meter, PyNumber.ToDouble(value));
        if (Precision is not null) throw Fault.Value("Precision not allowed in integer format specifier");
        if (Type == 'c') return Padded(meter, "", Character(value), Align == '\0' ? '<' : Align);
        var digits = Digits(meter, BigInteger.Abs(value), Type);
        var prefix = Alternate ? Type switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", 'b' => "0b", _ => "" } : "";
        return Signed(meter, value.Sign < 0, prefix, digits, "");
    }

    public static string Digits(Meter meter, BigInteger value, char type)
    {
        meter.Text(value.GetBitLength());
        return type switch
        {
            '\0' or 'd' or 'n' => PyRepr.Of(meter, value),
            'x' => Radix(value, 16),
            'X' => Radix(value, 16).ToUpperInvariant(),
            'o' => Radix(value, 8),
            'b' => Radix(value, 2),
            _ => throw Fault.Value($"Unknown format code '{type}' for object of type 'int'")
        };
    }

    public static string Character(BigInteger code) => code < 0 || code > 0x10FFFF ? throw Fault.Overflow("%c arg not in range(0x110000)")
        : code >= 0xD800 && code <= 0xDFFF ? ((char)(int)code).ToString() : char.ConvertFromUtf32((int)code);

    private string Number(Meter meter, double value)
    {
        var type = Type == 'n' ? 'g' : Type;
        if (type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')) throw Unknown("float");
        var negative = double.IsNegative(value) && !double.IsNaN(value);
        var body = FloatDigits(meter, Math.Abs(value), type, Precision, Alternate);
        var cut = body.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return cut < 0 ? Signed(meter, negative, "", body, "") : Signed(meter, negative, "", body[..cut], body[cut..]);
    }

    /// <summary>A float that is not negative, under one of Python's letters; U+0000 is repr's own form.</summary>
    public static string FloatDigits(Meter meter, double value, char type, int? precision, bool alternate)
    {
        if (precision > LargestPrecision) throw Fault.Value($"a precision of {precision}; at most {LargestPrecision} digits are written");
        meter.Text(400 + (precision ?? 0));
        if (FloatText.Special(value) is { } special) return (char.IsAsciiLetterUpper(type) ? special.ToUpperInvariant() : special) + (type == '%' ? "%" : "");
        switch (type)
        {
            case '\0' when precision is null: return FloatText.Repr(value);
            case 'f' or 'F' or '%':
                var text = FloatText.Fixed(type == '%' ? value * 100 : value, precision ?? 6);
                return text + (alternate && precision == 0 ? "." : "") + (type == '%' ? "%" : "");
            case 'e' or 'E':
                var (digits, exponent) = FloatText.Rounded(value, precision ?? 6);
                return FloatText.Scientific(digits, exponent, type.ToString());
            default: return General(value, type, Math.Max(1, precision ?? 6), alternate);
        }
    }

    private static string General(double value, char type, int significant, bool alternate)
    {
        var (digits, exponent) = FloatText.Rounded(value, significant - 1);
        if (exponent < -4 || exponent >= (type == '\0' ? significant - 1 : significant))
        {
            if (!alternate) digits = digits[..1] + digits[1..].TrimEnd('0');
            return FloatText.Scientific(digits, exponent, type == 'G' ? "E" : "e");
        }
        var text = FloatText.Fixed(value, Math.Max(0, significant - 1 - exponent));
        if (!alternate && text.Contains('.')) text = text.TrimEnd('0').TrimEnd('.');
        return type == '\0' && !text.Contains('.') ? text + ".0" : text;
    }

    private string Signed(Meter meter, bool negative, string prefix, string digits, string rest)
    {
        var sign = negative ? "-" : Sign == '-' ? "" : Sign.ToString();
        if (Grouping != '\0') digits = Grouped(digits, Type is 'x' or 'X' or 'o' or 'b' ? 4 : 3, Width - sign.Length - prefix.Length - rest.Length);
        return Padded(meter, sign + prefix, digits + rest, Align == '\0' ? '>' : Align);
    }

    private string Grouped(string digits, int size, int width)
    {
        var grouped = new StringBuilder(digits);
        if (Fill == "0" && Align == '=')
            while (grouped.Length + (grouped.Length - 1) / size < Math.Min(width, 100_000)) grouped.Insert(0, '0');
        for (var i = grouped.Length - size; i > 0; i -= size) grouped.Insert(i, Grouping);
        return grouped.ToString();
    }

    private string Padded(Meter meter, string sign, string text, char align)
    {
        var missing = Width - PyText.Length(sign) - PyText.Length(text);
        if (missing <= 0) return sign + text;
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        if (align == '=') return sign + PyText.Repeat(meter, Fill, missing) + text;
        return PyText.Repeat(meter, Fill, left) + sign + text + PyText.Repeat(meter, Fill, missing - left);
    }

    private ChatTemplateException Unknown(string type) => Fault.Value($"Unknown format code '{Type}' for object of type '{type}'");

    private static string Radix(BigInteger value, int radix)
    {
        if (value.IsZero) return "0";
        if (radix == 16) return value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        if (radix == 2) return value.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        var digits = new StringBuilder();
        for (; !value.IsZero; value /= radix) digits.Insert(0, (char)('0' + (int)(value % radix)));
        return digits.ToString();
    }
}

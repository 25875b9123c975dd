using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>The % operator on text.</summary>
internal static class PercentFormat
{
    /// <param name="escapes">The format is Markup: what goes into it is escaped.</param>
    public static string Apply(Rendering run, string format, object? values, bool escapes) => new Reading(run, format, values, escapes).Apply();

    /// <summary>What ascii() makes of a repr: code points beyond 127 escaped.</summary>
    public static string Ascii(string repr, char conversion)
    {
        if (conversion != 'a') return repr;
        var text = new StringBuilder(repr.Length);
        foreach (var rune in repr.EnumerateRunes())
            text.Append(rune.Value < 128 ? rune.ToString() : rune.Value < 256 ? $"\\x{rune.Value:x2}" : rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
        return text.ToString();
    }

    private sealed class Reading(Rendering run, string format, object? values, bool escapes)
    {
        private int _at, _used;
        private bool _byName;

        public string Apply()
        {
            var text = new StringBuilder();
            while (_at < format.Length)
            {
                if (format[_at] != '%') text.Append(format[_at++]);
                else
                {
                    _at++;
                    var piece = Directive();
                    run.Meter.Text(piece.Length);
                    text.Append(piece);
                }
            }
            if (!_byName && values is PyTuple tuple ? _used < tuple.Items.Count : !_byName && _used == 0 && values is not (PyDict or PyList or PyRange or Undefined))
                throw Fault.Type("not all arguments converted during string formatting");
            return text.ToString();
        }

        private string Directive()
        {
            object? named = Arguments.Missing;
            if (Peek() == '(') named = Named();
            var flags = "";
            while (Peek() is '-' or '+' or ' ' or '#' or '0') flags += format[_at++];
            var width = Size();
            if (width < 0) (width, flags) = (-width, flags + "-");
            int? precision = null;
            if (Peek() == '.')
            {
                _at++;
                precision = Math.Max(0, Size());
            }
            while (Peek() is 'h' or 'l' or 'L') _at++;
            if (_at >= format.Length) throw Fault.Value("incomplete format");
            var type = format[_at++];
            if (type == '%') return "%";
            var value = ReferenceEquals(named, Arguments.Missing) ? Next() : named;
            return Padded(Sign(type, value, flags), Body(type, value, flags, precision), type, width, flags);
        }

        private char Peek() => _at < format.Length ? format[_at] : throw Fault.Value("incomplete format");

        private object? Named()
        {
            if (values is not PyDict dict) throw Fault.Type("format requires a mapping");
            var (start, depth) = (++_at, 1);
            for (; depth > 0; _at++)
                depth += _at < format.Length ? format[_at] switch { '(' => 1, ')' => -1, _ => 0 } : throw Fault.Value("incomplete format key");
            _byName = true;
            var key = format[start..(_at - 1)];
            return dict.TryGet(key, out var value) ? value : throw ChatTemplateException.Of("KeyError", PyRepr.Text(key));
        }

        private int Size()
        {
            if (Peek() == '*')
            {
                _at++;
                return Next() is { } size && PyNumber.Integer(size) is not null ? PyNumber.Small(size) : throw Fault.Type("* wants int");
            }
            var n = 0L;
            while (char.IsAsciiDigit(Peek())) n = n * 10 + format[_at++] - '0' is var next && next > int.MaxValue ? throw Fault.Value("width too big") : next;
            return (int)n;
        }

        private object? Next()
        {
            if (values is PyTuple tuple) return _used < tuple.Items.Count ? tuple.Items[_used++] : throw Fault.Type("not enough arguments for format string");
            return _used++ == 0 ? values : throw Fault.Type("not enough arguments for format string");
        }

        private static string Sign(char type, object? value, string flags)
        {
            if (type is 's' or 'r' or 'a' or 'c') return "";
            var negative = value is double d ? double.IsNegative(d) && !double.IsNaN(d) : PyNumber.Integer(value) is { Sign: < 0 };
            return negative ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : "";
        }

        private string Body(char type, object? value, string flags, int? precision)
        {
            switch (type)
            {
                case 's' or 'r' or 'a':
                    var text = type == 's' ? PyRepr.Str(run.Meter, value) : Ascii(PyRepr.Of(run.Meter, value), type);
                    if (escapes && value is not Markup) text = Markup.Escape(text);
                    return precision < PyText.Length(text) ? PyText.Slice(text, 0, 1, precision.Value) : text;
                case 'c':
                    return PyText.Of(value) is { } letter ? PyText.Length(letter) == 1 ? letter : throw Fault.Type("%c requires int or char") : FormatSpec.Character(PyNumber.Index(value));
                case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                    return Integer(type is 'i' or 'u' ? 'd' : type, value, flags, precision);
                case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                    if (value is Undefined undefined) throw undefined.Failure();
                    var number = PyNumber.Float(value) ?? throw Fault.Type($"must be real number, not {PyType.Name(value)}");
                    return FormatSpec.FloatDigits(run.Meter, Math.Abs(number), type, precision, flags.Contains('#'));
                default:
                    throw Fault.Value($"unsupported format character '{type}' (0x{(int)type:x}) at index {_at - 1}");
            }
        }

        private string Integer(char type, object? value, string flags, int? precision)
        {
            var n = PyNumber.Integer(value) ?? (value is double d && type == 'd' ? double.IsFinite(d) ? new BigInteger(d) : throw Fault.Overflow("cannot convert float infinity to integer")
                : throw Fault.Type($"%{type} format: a{(type == 'd' ? " real number" : "n integer")} is required, not {PyType.Name(value)}"));
            var digits = FormatSpec.Digits(run.Meter, BigInteger.Abs(n), type);
            if (precision > digits.Length) digits = PyText.Repeat(run.Meter, "0", precision.Value - digits.Length) + digits;
            return flags.Contains('#') ? type switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", _ => "" } + digits : digits;
        }

        private string Padded(string sign, string body, char type, int width, string flags)
        {
            var missing = width - sign.Length - PyText.Length(body);
            if (missing <= 0) return sign + body;
            if (flags.Contains('-')) return sign + body + PyText.Repeat(run.Meter, " ", missing);
            var prefix = flags.Contains('#') && type is 'x' or 'X' or 'o' ? 2 : 0;
            if (!flags.Contains('0') || type is 's' or 'r' or 'a' or 'c') return PyText.Repeat(run.Meter, " ", missing) + sign + body;
            return sign + body[..prefix] + PyText.Repeat(run.Meter, "0", missing) + body[prefix..];
        }
    }
}

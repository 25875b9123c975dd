using System.Globalization;
using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Reading numbers, and which values are numbers.</summary>
internal static class PyNumber
{
    /// <summary>An int (True and False are ints too), else null.</summary>
    public static BigInteger? Integer(object? value) => value switch { BigInteger n => n, true => BigInteger.One, false => BigInteger.Zero, _ => null };

    public static double? Float(object? value) => value switch { double d => d, _ => Integer(value) is { } n ? ToDouble(n) : null };

    public static double ToDouble(BigInteger n)
    {
        var d = (double)n;
        return double.IsInfinity(d) ? throw Fault.Overflow("int too large to convert to float") : d;
    }

    /// <summary>An argument that must be an int.</summary>
    public static BigInteger Index(object? value) => value is Undefined undefined ? throw undefined.Failure()
        : Integer(value) ?? throw Fault.Type($"'{PyType.Name(value)}' object cannot be interpreted as an integer");

    /// <summary>An argument that must be an int of sizes one can have.</summary>
    public static int Small(object? value)
    {
        var n = Index(value);
        return n > int.MaxValue || n < int.MinValue ? throw Fault.Overflow("Python int too large to convert to C ssize_t") : (int)n;
    }

    /// <summary>What Python's int(text, radix) reads, else null. Radix 0 asks the prefix.</summary>
    public static BigInteger? Parse(string text, int radix)
    {
        var digits = Trim(text);
        var negative = digits.StartsWith('-');
        if (negative || digits.StartsWith('+')) digits = digits[1..];
        var prefix = digits.Length > 2 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefix != 0 && (radix == prefix || radix == 0)) (digits, radix) = (digits[2..].StartsWith('_') ? digits[3..] : digits[2..], prefix);
        if (radix == 0) radix = digits.Length > 1 && digits[0] == '0' && digits.Trim('0', '_').Length > 0 ? -1 : 10;
        if (radix < 2 || digits.Length is 0 or > 100_000 || digits[0] == '_' || digits[^1] == '_' || digits.Contains("__")) return null;
        return Digits(digits.Replace("_", ""), radix) is { } n ? negative ? -n : n : null;
    }

    /// <summary>What Python's float(text) reads, else null.</summary>
    public static double? ParseFloat(string text)
    {
        var trimmed = Trim(text);
        var name = trimmed.TrimStart('+', '-').ToLowerInvariant();
        if (name is "inf" or "infinity" or "nan" && trimmed.Length - name.Length <= 1)
            return name == "nan" ? double.NaN : trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        if (trimmed.Length == 0 || trimmed[0] == '_' || trimmed[^1] == '_' || trimmed.Contains("__")) return null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(trimmed.Replace("_", ""), style, null, out var value) ? value : null;
    }

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && PyText.IsSpace(text[start])) start++;
        while (end > start && PyText.IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static BigInteger? Digits(string digits, int radix)
    {
        if (radix == 10 && digits.All(char.IsAsciiDigit)) return BigInteger.Parse(digits);
        var n = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsDigit(c) ? (int)char.GetNumericValue(c) : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : 99;
            if (digit >= radix) return null;
            n = n * radix + digit;
        }
        return n;
    }
}

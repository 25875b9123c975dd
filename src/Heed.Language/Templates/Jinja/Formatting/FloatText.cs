using System.Globalization;
using System.Numerics;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>Floats as text, digit for digit as Python writes them: exact values, halves to even.</summary>
internal static class FloatText
{
    /// <summary>The shortest text that reads back as the same number, with a point or an exponent.</summary>
    public static string Repr(double value)
    {
        if (Special(value) is { } special) return special;
        var (sign, digits, exponent) = Shortest(value);
        if (exponent is < -4 or >= 16) return sign + Scientific(digits, exponent, "e");
        if (exponent < 0) return sign + "0." + new string('0', -exponent - 1) + digits;
        return digits.Length <= exponent + 1 ? sign + digits.PadRight(exponent + 1, '0') + ".0" : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    public static string? Special(double value) => double.IsNaN(value) ? "nan" : double.IsPositiveInfinity(value) ? "inf" : double.IsNegativeInfinity(value) ? "-inf" : null;

    /// <summary>With so many digits after the point (may be negative: tens, hundreds …). No sign for negative values but -0.</summary>
    public static string Fixed(double value, int digits)
    {
        var (negative, scaled) = Scaled(value, digits);
        var text = scaled.ToString(CultureInfo.InvariantCulture);
        if (digits <= 0) text += new string('0', scaled.IsZero ? 0 : -digits);
        else
        {
            text = text.PadLeft(digits + 1, '0');
            text = text[..^digits] + "." + text[^digits..];
        }
        return negative ? "-" + text : text;
    }

    /// <summary>One digit, so many after it, and the power of ten.</summary>
    public static (string Digits, int Exponent) Rounded(double value, int digits)
    {
        if (value == 0) return (new string('0', digits + 1), 0);
        var exponent = Shortest(value).Exponent;
        var text = BigInteger.Abs(Scaled(value, digits - exponent).Scaled).ToString(CultureInfo.InvariantCulture);
        if (text.Length > digits + 1) (text, exponent) = (text[..(digits + 1)], exponent + 1);
        return (text, exponent);
    }

    public static string Scientific(string digits, int exponent, string letter) =>
        (digits.Length == 1 ? digits : digits[..1] + "." + digits[1..]) + letter + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString("00");

    // |value|·10^digits to the nearest integer, exactly, halves to even.
    private static (bool Negative, BigInteger Scaled) Scaled(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var power = (int)((bits >> 52) & 0x7FF);
        var mantissa = new BigInteger((bits & 0xFFFFFFFFFFFFF) | (power == 0 ? 0 : 1L << 52));
        power = Math.Max(power, 1) - 1075;
        var above = mantissa * (power > 0 ? BigInteger.One << power : BigInteger.One) * (digits > 0 ? BigInteger.Pow(10, digits) : BigInteger.One);
        var below = (power < 0 ? BigInteger.One << -power : BigInteger.One) * (digits < 0 ? BigInteger.Pow(10, -digits) : BigInteger.One);
        var quotient = BigInteger.DivRem(above, below, out var rest);
        var twice = (rest << 1).CompareTo(below);
        if (twice > 0 || (twice == 0 && !quotient.IsEven)) quotient++;
        return (bits < 0, quotient);
    }

    private static (string Sign, string Digits, int Exponent) Shortest(double value)
    {
        var shortest = value.ToString("R");
        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0) return (sign, "0", 0);
        shortest = shortest.TrimStart('-');
        var letter = shortest.IndexOf('E');
        var mantissa = letter < 0 ? shortest : shortest[..letter];
        var exponent = letter < 0 ? 0 : int.Parse(shortest.AsSpan(letter + 1));
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "");
        var zeros = digits.Length - digits.TrimStart('0').Length;
        return (sign, digits.Trim('0'), exponent + whole - 1 - zeros);
    }
}

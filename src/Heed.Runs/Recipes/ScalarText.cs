using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Heed.Runs.Recipes;

/// <summary>Single values as they are written in a recipe.</summary>
internal static class ScalarText
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool IsNumber(Type type) => IsWhole(type) || type == typeof(double) || type == typeof(float);

    /// <summary>YAML's ways to write nothing.</summary>
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether another reader of YAML might take plain text for something else than text.</summary>
    public static bool NeedsQuotes(string text) =>
        IsNull(text) || text.Contains('\n') || text.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N"
        || double.TryParse(text.Replace("_", ""), NumberStyles.Any, CultureInfo.InvariantCulture, out _)
        || text.ToUpperInvariant() is ".INF" or "-.INF" or ".NAN" || text[0] is '0' or '<' or '=' || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]);

    /// <summary>Reads a value of a type; null where the text is none.</summary>
    public static object? Parse(string text, Type type)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return text switch { "true" or "True" => true, "false" or "False" => false, _ => null };
        if (type.IsEnum) return ParseWord(text, type);
        return IsWhole(type) ? ParseWhole(text, type) : ParseReal(text, type);
    }

    /// <summary>Writes a value so that <see cref="Parse"/> gives the same one back.</summary>
    public static string Format(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
        double number => FormatReal(number.ToString("R", CultureInfo.InvariantCulture), double.IsFinite(number)),
        float number => FormatReal(number.ToString("R", CultureInfo.InvariantCulture), float.IsFinite(number)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    /// <summary>What a value of the type looks like, for messages.</summary>
    public static string Describe(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? "one of " + string.Join(", ", RecipeShape.Words(type))
        : IsWhole(type) ? "a whole number" + (type == typeof(ulong) || type == typeof(uint) ? ", 0 or more" : "")
        : "a number";

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong);

    private static object? ParseWord(string text, Type type)
    {
        var index = RecipeShape.Words(type).ToList().IndexOf(text);
        return index < 0 ? null : Enum.Parse(type, Enum.GetNames(type)[index]);
    }

    /// <summary>Whole numbers, also as 1_000_000 and 1e6.</summary>
    private static object? ParseWhole(string text, Type type)
    {
        if (text.StartsWith('_') || text.EndsWith('_')) return null;
        if (!BigInteger.TryParse(text.Replace("_", ""), Decimal, CultureInfo.InvariantCulture, out var number)) return null;
        if (type == typeof(int)) return number >= int.MinValue && number <= int.MaxValue ? (int)number : null;
        if (type == typeof(long)) return number >= long.MinValue && number <= long.MaxValue ? (long)number : null;
        if (type == typeof(uint)) return number >= 0 && number <= uint.MaxValue ? (uint)number : null;
        return number >= 0 && number <= ulong.MaxValue ? (ulong)number : null;
    }

    /// <summary>Finite numbers only: NaN and the infinities slip through comparisons, and a limit that is none is better left out.</summary>
    private static object? ParseReal(string text, Type type)
    {
        if (type == typeof(float))
            return float.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var single) && float.IsFinite(single) ? single : null;
        return double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;
    }

    private static string FormatReal(string text, bool finite) =>
        finite ? text.ToLowerInvariant() : throw new ArgumentException($"A recipe holds finite numbers only, found {text}; make the key nullable.");
}

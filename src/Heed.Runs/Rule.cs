using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Heed.Runs;

/// <summary>
/// What values of a recipe must often fulfil; each gives no problem or one. The key is taken from the expression:
/// <c>Rule.Positive(LearningRate)</c> speaks of <c>learning_rate</c>. Null fulfils every rule; NaN none.
/// </summary>
public static class Rule
{
    public static IEnumerable<Problem> Positive<T>(T? value, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        That(value is null || value > T.Zero, $"must be greater than 0, found {Text(value)}", "", key);

    public static IEnumerable<Problem> Positive<T>(T value, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        Positive((T?)value, key);

    public static IEnumerable<Problem> NotNegative<T>(T? value, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        That(value is null || value >= T.Zero, $"must be 0 or more, found {Text(value)}", "", key);

    public static IEnumerable<Problem> NotNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        NotNegative((T?)value, key);

    /// <summary>Both bounds are allowed.</summary>
    public static IEnumerable<Problem> Within<T>(T? value, T low, T high, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        That(value is null || (value >= low && value <= high), $"must lie between {Text<T>(low)} and {Text<T>(high)}, found {Text(value)}", "", key);

    public static IEnumerable<Problem> Within<T>(T value, T low, T high, [CallerArgumentExpression(nameof(value))] string key = "") where T : struct, INumber<T> =>
        Within((T?)value, low, high, key);

    public static IEnumerable<Problem> NotEmpty(string? value, [CallerArgumentExpression(nameof(value))] string key = "") =>
        That(value is null || value.Trim().Length > 0, "must not be empty", "", key);

    public static IEnumerable<Problem> NotEmpty<T>(IReadOnlyCollection<T>? value, [CallerArgumentExpression(nameof(value))] string key = "") =>
        That(value is null || value.Count > 0, "must hold at least one entry", "", key);

    public static IEnumerable<Problem> OneOf(string? value, IReadOnlyList<string> allowed, [CallerArgumentExpression(nameof(value))] string key = "") =>
        That(value is null || allowed.Contains(value), $"must be one of {string.Join(", ", allowed)}, found '{value}'", "", key);

    /// <summary>A rule of one's own.</summary>
    /// <param name="key">A property's name or a key, dotted where it lies deeper.</param>
    public static IEnumerable<Problem> That(bool holds, string message, string remedy, string key) =>
        holds ? [] : [new Problem(Key(key), message, remedy)];

    /// <summary>The key of a property: its name in snake_case, part by part.</summary>
    internal static string Key(string expression) =>
        string.Join('.', expression.Replace("this.", "").Split('.').Select(part => JsonNamingPolicy.SnakeCaseLower.ConvertName(part.TrimEnd('!', '?'))));

    private static string Text<T>(T? value) where T : struct, INumber<T> => value?.ToString(null, CultureInfo.InvariantCulture) ?? "nothing";
}

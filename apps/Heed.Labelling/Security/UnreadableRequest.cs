using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Heed.Feedback.Answers;
using Heed.Labelling.Api;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Security;

/// <summary>What is wrong with a request that cannot be read: which field, what was expected; with no name of a type.</summary>
internal static partial class UnreadableRequest
{
    public static string Words(BadHttpRequestException problem) => problem switch
    {
        { InnerException: JsonException json } => Words(json),
        _ when Parameter().Match(problem.Message) is { Success: true } parameter => $"{parameter.Groups[2].Value} must be {Expected(parameter.Groups[1].Value)}, found '{parameter.Groups[3].Value}'.",
        _ when problem.Message.Contains("from body", StringComparison.Ordinal) => "Expected a JSON object in the body, found nothing.",
        _ => problem.Message,
    };

    /// <summary>Of an answer without a kind; null where it is something else.</summary>
    public static string? Kinds(NotSupportedException problem) => problem.Message.Contains("type discriminator", StringComparison.Ordinal)
        ? $"answer.kind must come with an answer: one of {string.Join(", ", typeof(Answer).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(t => t.TypeDiscriminator))}." : null;

    public static string Words(JsonException problem)
    {
        var field = problem.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "the body";
        var message = problem.Message;
        if (message.Contains("type discriminator", StringComparison.Ordinal)) return Kinds(new NotSupportedException(message))!;
        if (Missing().Match(message) is { Success: true } missing) return $"Missing in {field}: {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal).TrimEnd('.')}.";
        if (Converted().Match(message) is { Success: true } converted) return $"{field} must be {Expected(TypeOfField(field, converted.Groups[1].Value))}.";
        if (Null().Match(message) is { Success: true } none) return $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(none.Groups[1].Value)} must not be null.";
        return $"Not JSON at line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}: expected an object with the fields of the call.";
    }

    /// <summary>Of a constructor's argument the message names the type that holds it.</summary>
    private static string TypeOfField(string path, string named) =>
        Known(named)?.GetProperties().FirstOrDefault(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name) == path.Split('.')[^1])?.PropertyType.ToString() ?? named;

    private static Type? Known(string type) => typeof(Answer).Assembly.GetType(type) ?? typeof(ApiJson).Assembly.GetType(type);

    private static string Expected(string type)
    {
        var one = Optional().Match(type) is { Success: true } optional ? optional.Groups[1].Value : type;
        if (one.Contains("List`", StringComparison.Ordinal) || one.EndsWith("[]", StringComparison.Ordinal)) return "a list";
        return one.Split('.')[^1] switch
        {
            "String" => "a text",
            "Int32" or "Int64" or "int" or "long" => "a whole number",
            "Double" or "double" => "a number",
            "Boolean" or "bool" => "true or false",
            _ => Known(one) is { IsEnum: true } names
                ? $"one of {string.Join(", ", Enum.GetNames(names).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}" : "an object",
        };
    }

    [GeneratedRegex("""parameter "(\S+) (\w+)" from "(.*)"\.""")]
    private static partial Regex Parameter();

    [GeneratedRegex("required properties[^:]*: (.+?)(?: Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"could not be converted to (\S+)\.")]
    private static partial Regex Converted();

    [GeneratedRegex("'(\\w+)' on type .* null")]
    private static partial Regex Null();

    [GeneratedRegex(@"Nullable(?:`1\[|<)([^\]>]+)")]
    private static partial Regex Optional();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>What records of other programs hold, read strictly.</summary>
internal static class Fields
{
    /// <summary>A text that must be there.</summary>
    public static string Text(this JsonObject record, string key) =>
        record.TextOrNull(key) ?? throw new BadShapeException($"expected a text under {key}, found {record[key]?.ToJsonString() ?? "nothing"}");

    public static string? TextOrNull(this JsonObject record, string key) =>
        record[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A text, a number or a truth value as it is written: the published PandaLM file has answers such as <c>true</c> without quotes.</summary>
    public static string Written(this JsonObject record, string key) => record[key] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number
        ? value.ToJsonString() : record.Text(key);

    /// <summary>A number or a text as a text: ids come as both.</summary>
    public static string? Scalar(this JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? node.ToString() : null;

    public static double? Number(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Messages as {role, content} or {from, value}; null where it is no such list.</summary>
    public static List<Message>? Messages(this JsonNode? node) => node is not JsonArray { Count: > 0 } list ? null
        : [.. list.Select(m => m is JsonObject o && (o.TextOrNull("role") ?? o.TextOrNull("from")) is { } role && (o.TextOrNull("content") ?? o.TextOrNull("value")) is { } content
            ? new Message(Role(role), content) : throw new BadShapeException("expected messages with role and content"))];

    public static Prompt Prompt(params IReadOnlyList<Message> messages) => new(PreferenceImport.PromptId(new Conversation(messages)), new Conversation(messages));

    public static Prompt Ask(string question) => Prompt(Message.FromUser(question));

    /// <summary>The comparison of two texts, ordered by content, and whether the first text is its first answer.</summary>
    public static (Comparison Item, bool InOrder) Pair(Prompt prompt, string first, string second, string source)
    {
        Candidate one = new(first, source), two = new(second, source);
        var inOrder = string.CompareOrdinal(Identity.Of(prompt.Id, first), Identity.Of(prompt.Id, second)) <= 0;
        return (inOrder ? Comparison.Of(prompt, one, two) : Comparison.Of(prompt, two, one), inOrder);
    }

    private static string Role(string role) => role.ToLowerInvariant() switch
    {
        "human" or "user" or "prompter" => Roles.User,
        "gpt" or "assistant" or "bot" or "model" => Roles.Assistant,
        "system" => Roles.System,
        var other => other,
    };
}

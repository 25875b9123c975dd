using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Lists of messages, spelled {role, content} or {from, value}; also as two columns.</summary>
internal static class MessageList
{
    public static IReadOnlyList<Message> Read(JsonNode? node, string what)
    {
        if (IsColumns(node)) return Columns(node!.AsObject(), what);
        if (node is not JsonArray list) throw new BadRecordException($"'{what}' is no list of messages");
        if (list.Count == 0) throw new BadRecordException($"'{what}' is empty");
        return [.. list.Select(m => One(m, what))];
    }

    public static Message One(JsonNode? node, string what)
    {
        if (node is not JsonObject message) throw new BadRecordException($"'{what}' holds something that is no message");
        var role = message["role"] ?? message["from"] ?? throw new BadRecordException($"a message of '{what}' has no role");
        var content = message["content"] ?? message["value"] ?? throw new BadRecordException($"a message of '{what}' has no content");
        return new Message(Role(RecordText.Of(role, "role")), Content(content));
    }

    /// <summary>{"role": [..], "content": [..]}: how tables keep lists of messages.</summary>
    public static bool IsColumns(JsonNode? node) => node is JsonObject columns && (columns["role"] ?? columns["from"]) is JsonArray && (columns["content"] ?? columns["value"]) is JsonArray;

    /// <summary>Messages as Heed writes them.</summary>
    public static JsonArray Of(params IEnumerable<Message> messages) => new([.. messages.Select(m => new JsonObject { ["role"] = m.Role, ["content"] = m.Content })]);

    public static string Role(string role) => role.ToLowerInvariant() switch
    {
        "user" or "human" or "prompter" => Roles.User,
        "assistant" or "gpt" or "model" or "bot" or "chatbot" => Roles.Assistant,
        "system" => Roles.System,
        _ => throw new BadRecordException($"a message has the role '{role}'; known: system, user, assistant (human, gpt and the like)")
    };

    private static List<Message> Columns(JsonObject columns, string what)
    {
        var (roles, contents) = ((columns["role"] ?? columns["from"])!.AsArray(), (columns["content"] ?? columns["value"])!.AsArray());
        if (roles.Count != contents.Count) throw new BadRecordException($"'{what}' has {roles.Count} roles and {contents.Count} contents");
        if (roles.Count == 0) throw new BadRecordException($"'{what}' is empty");
        return [.. roles.Zip(contents, (r, c) => new Message(Role(RecordText.Of(r, "role")), Content(c)))];
    }

    // A text, or parts of which only text can be used.
    private static string Content(JsonNode? content) => content is not JsonArray parts ? RecordText.Of(content, "content")
        : string.Concat(parts.Select(p => p is JsonObject part && part["text"] is { } text ? RecordText.Of(text, "text") : throw new BadRecordException("a message has a part that is no text")));
}

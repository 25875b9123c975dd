using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Lists of messages, spelled {role, content} or {from, value}.</summary>
internal static class MessageList
{
    public static IReadOnlyList<Message> Read(JsonNode? node, string what)
    {
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

    private static string Role(string role) => role.ToLowerInvariant() switch
    {
        "user" or "human" or "prompter" => Roles.User,
        "assistant" or "gpt" or "model" or "bot" or "chatbot" => Roles.Assistant,
        "system" => Roles.System,
        _ => throw new BadRecordException($"a message has the role '{role}'; known: system, user, assistant (human, gpt and the like)")
    };

    // A text, or parts of which only text can be used.
    private static string Content(JsonNode content) => content is not JsonArray parts ? RecordText.Of(content, "content")
        : string.Concat(parts.Select(p => p is JsonObject part && part["text"] is { } text ? RecordText.Of(text, "text") : throw new BadRecordException("a message has a part that is no text")));
}

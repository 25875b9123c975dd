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
        var said = Role(RecordText.Of(role, "role"));
        var calls = ToolTurns.Calls(message, said);
        var content = message["content"] ?? message["value"] ?? (calls is null ? throw new BadRecordException($"a message of '{what}' has no content") : "");
        if (IsCall(role)) return ToolTurns.Called(Content(content));
        return new Message(said, Content(content)) { ToolCalls = calls, ToolCallId = said == Roles.Tool ? RecordText.Optional(message, "tool_call_id") : null, Name = said == Roles.Tool ? RecordText.Optional(message, "name") : null };
    }

    /// <summary>{"role": [..], "content": [..]}: how tables keep lists of messages.</summary>
    public static bool IsColumns(JsonNode? node) => node is JsonObject columns && (columns["role"] ?? columns["from"]) is JsonArray && (columns["content"] ?? columns["value"]) is JsonArray;

    /// <summary>Messages as Heed writes them.</summary>
    public static JsonArray Of(params IEnumerable<Message> messages) => new([.. messages.Select(m => m.ToJson())]);

    public static string Role(string role) => role.ToLowerInvariant() switch
    {
        "user" or "human" or "prompter" => Roles.User,
        "assistant" or "gpt" or "model" or "bot" or "chatbot" or "function_call" or "tool_call" => Roles.Assistant,
        "system" => Roles.System,
        "tool" or "function" or "observation" or "ipython" or "tool_response" => Roles.Tool,
        _ => throw new BadRecordException($"a message has the role '{role}'; known: system, user, assistant, tool (human, gpt, observation and the like)")
    };

    private static List<Message> Columns(JsonObject columns, string what)
    {
        var (roles, contents) = ((columns["role"] ?? columns["from"])!.AsArray(), (columns["content"] ?? columns["value"])!.AsArray());
        if (roles.Count != contents.Count) throw new BadRecordException($"'{what}' has {roles.Count} roles and {contents.Count} contents");
        if (roles.Count == 0) throw new BadRecordException($"'{what}' is empty");
        string[] others = ["tool_calls", "tool_call_id", "name"];
        return [.. roles.Select((role, i) => One(new JsonObject(others.Where(k => columns[k] is JsonArray more && more.Count == roles.Count).Select(k => KeyValuePair.Create(k, columns[k]![i]?.DeepClone())))
        {
            ["role"] = role?.DeepClone(),
            ["content"] = contents[i]?.DeepClone()
        }, what))];
    }

    private static bool IsCall(JsonNode role) => RecordText.TryText(role, out var name) && name.ToLowerInvariant() is "function_call" or "tool_call";

    // A text, or parts of which only text can be used.
    private static string Content(JsonNode? content) => content is not JsonArray parts ? RecordText.Of(content, "content")
        : string.Concat(parts.Select(p => p is JsonObject part && part["text"] is { } text ? RecordText.Of(text, "text") : throw new BadRecordException("a message has a part that is no text")));
}

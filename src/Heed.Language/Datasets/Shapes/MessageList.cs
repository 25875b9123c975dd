using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Lists of messages, spelled {role, content} or {from, value}; also as two columns.</summary>
internal static class MessageList
{
    private static readonly string[] Own = ["role", "from", "content", "value", "tool_calls", "function_call", "tool_call_id"];

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
        return new Message(said, Content(content))
        {
            ToolCalls = calls,
            ToolCallId = said == Roles.Tool ? RecordText.Optional(message, "tool_call_id") : null,
            Name = said == Roles.Tool ? RecordText.Optional(message, "name") : null,
            Other = Other(message, said),
        };
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
        var others = columns.Select(c => c.Key).Except(["role", "from", "content", "value"]).ToList();
        return [.. roles.Select((role, i) => One(new JsonObject(others.Where(k => columns[k] is JsonArray more && more.Count == roles.Count).Select(k => KeyValuePair.Create(k, columns[k]![i]?.DeepClone())))
        {
            ["role"] = role?.DeepClone(),
            ["content"] = contents[i]?.DeepClone()
        }, what))];
    }

    /// <summary>Members that are none of Heed's, for templates that know them. Heed's own records hold them together.</summary>
    private static string? Other(JsonObject message, string role)
    {
        var others = message.Where(m => m.Value is not null && m.Key != "other" && !Own.Contains(m.Key) && !(m.Key == "name" && role == Roles.Tool))
            .Concat(message["other"] as JsonObject ?? []).ToList();
        if (message["other"] is { } other and not JsonObject) others.Add(KeyValuePair.Create("other", (JsonNode?)other));
        return others.Count == 0 ? null : JsonText.Of(new JsonObject(others.DistinctBy(m => m.Key).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));
    }

    private static bool IsCall(JsonNode role) => RecordText.TryText(role, out var name) && name.ToLowerInvariant() is "function_call" or "tool_call";

    // A text, or parts of which only text can be used.
    private static string Content(JsonNode? content) => content is not JsonArray parts ? RecordText.Of(content, "content")
        : string.Concat(parts.Select(p => p is JsonObject part && part["text"] is { } text ? RecordText.Of(text, "text") : throw new BadRecordException("a message has a part that is no text")));
}

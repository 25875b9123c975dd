using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Heed.Language.Texts;

/// <summary>One turn of a conversation: who speaks and what is said. Roles are the field's words: <see cref="Roles"/>.</summary>
public sealed record Message(string Role, string Content)
{
    /// <summary>The tools that the assistant calls in this turn: the JSON list that templates know as tool_calls; null: none.</summary>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToolCalls { get; init; }

    /// <summary>Of a tool's turn: the call it answers; null where nothing says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToolCallId { get; init; }

    /// <summary>Of a tool's turn: the tool; null where nothing says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What else data sets say of the message and templates may read (reasoning_content, thinking …): a JSON object; null: nothing.</summary>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Other { get; init; }

    public static Message FromSystem(string content) => new(Roles.System, content);

    public static Message FromUser(string content) => new(Roles.User, content);

    public static Message FromAssistant(string content) => new(Roles.Assistant, content);

    /// <summary>The message as data sets and chat templates have it: role, content, what there is of tool_calls, tool_call_id and name, and all the rest.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["role"] = Role, ["content"] = Content };
        if (ToolCalls is not null) json["tool_calls"] = JsonNode.Parse(ToolCalls);
        if (ToolCallId is not null) json["tool_call_id"] = ToolCallId;
        if (Name is not null) json["name"] = Name;
        if (Other is not null)
            foreach (var (key, value) in JsonNode.Parse(Other)!.AsObject()) json.TryAdd(key, value?.DeepClone());
        return json;
    }

    /// <summary>What tells this message from others, for names made from content: role and content, and calls and the rest where there are any.</summary>
    public IEnumerable<string> Parts() => [Role, Content, .. new[] { ToolCalls, Other }.OfType<string>()];
}

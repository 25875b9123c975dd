using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>What conversations with tools hold beside words: the tools, calls of them, and which call a result answers; and what else is given to the template.</summary>
internal static class ToolTurns
{
    /// <summary>The tools of a record: a list of objects, or such a list as a text; null where it has none.</summary>
    public static string? Tools(JsonObject record)
    {
        var node = record["tools"];
        if (RecordText.TryText(node, out var text)) node = Parsed(text);
        return node is JsonArray { Count: > 0 } list && list.All(t => t is JsonObject) ? JsonText.Of(list) : null;
    }

    /// <summary>What else the template is given: chat_template_kwargs, an object or one as a text, and documents, a list of objects; null where there is nothing.</summary>
    public static string? Variables(JsonObject record)
    {
        var node = record["chat_template_kwargs"];
        if (RecordText.TryText(node, out var text)) node = Parsed(text);
        var variables = new JsonObject((node as JsonObject ?? []).Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())));
        if (record["documents"] is JsonArray { Count: > 0 } documents && documents.All(d => d is JsonObject)) variables.TryAdd("documents", documents.DeepClone());
        return variables.Count > 0 ? JsonText.Of(variables) : null;
    }

    /// <summary>The calls of a message: tool_calls, or the older function_call; null where it calls nothing.</summary>
    public static string? Calls(JsonObject message, string role) => (message["tool_calls"], message["function_call"]) switch
    {
        (JsonArray { Count: > 0 } calls, _) when role == Roles.Assistant && calls.All(c => c is JsonObject) => JsonText.Of(calls),
        (JsonArray { Count: > 0 }, _) => throw new BadRecordException($"tool_calls of a message of '{role}'; expected a list of objects, said by the assistant"),
        (null or JsonArray, JsonObject call) when role == Roles.Assistant => JsonText.Of(new JsonArray(Function(call))),
        (null or JsonArray, null) => null,
        _ => throw new BadRecordException("tool_calls or function_call of a message are neither a list of calls nor a call")
    };

    /// <summary>A turn that is a call and nothing else: a JSON object with name and arguments, or a list of them.</summary>
    public static Message Called(string content)
    {
        JsonNode?[] calls = Parsed(content) switch { JsonArray list => [.. list], var one => [one] };
        if (calls.Length == 0 || calls.Any(c => c is not JsonObject call || !RecordText.IsText(call, "name")))
            throw new BadRecordException("a function_call is no JSON object with name and arguments");
        return Message.FromAssistant("") with { ToolCalls = JsonText.Of(new JsonArray([.. calls.Select(c => Function(c!.AsObject()))])) };
    }

    private static JsonObject Function(JsonObject call) => new() { ["type"] = "function", ["function"] = call.DeepClone() };

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

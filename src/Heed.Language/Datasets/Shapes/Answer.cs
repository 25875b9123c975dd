using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An answer as a text, as a message, or as a list that holds one message.</summary>
internal static class Answer
{
    /// <summary>One in words alone.</summary>
    public static string Read(JsonObject record, string key) => Words(Said(record, key), $"'{key}'");

    /// <summary>One that may call tools.</summary>
    public static Message Said(JsonObject record, string key) => record[key] switch
    {
        JsonObject message => Assistant(MessageList.One(message, key), key),
        JsonArray { Count: 1 } list => Assistant(MessageList.One(list[0], key), key),
        JsonArray { Count: > 1 } => throw new BadRecordException($"'{key}' holds several messages where one answer is expected"),
        JsonArray => throw new BadRecordException($"'{key}' is empty"),
        _ => Message.FromAssistant(RecordText.Required(record, key))
    };

    public static string Words(Message answer, string what) =>
        answer.ToolCalls is null ? answer.Content : throw new BadRecordException($"{what} calls a tool; expected an answer in words");

    private static Message Assistant(Message message, string key) =>
        message.Role == Roles.Assistant ? message : throw new BadRecordException($"'{key}' is said by '{message.Role}'; expected the assistant");
}

using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An answer as a text, as a message, or as a list that holds one message.</summary>
internal static class Answer
{
    public static string Read(JsonObject record, string key) => record[key] switch
    {
        JsonObject message => Assistant(MessageList.One(message, key), key),
        JsonArray { Count: 1 } list => Assistant(MessageList.One(list[0], key), key),
        JsonArray { Count: > 1 } => throw new BadRecordException($"'{key}' holds several messages where one answer is expected"),
        JsonArray => throw new BadRecordException($"'{key}' is empty"),
        _ => RecordText.Required(record, key)
    };

    private static string Assistant(Message message, string key) =>
        message.ToolCalls is not null ? throw new BadRecordException($"'{key}' calls a tool; expected an answer in words")
        : message.Role == Roles.Assistant ? message.Content : throw new BadRecordException($"'{key}' is said by '{message.Role}'; expected the assistant");
}

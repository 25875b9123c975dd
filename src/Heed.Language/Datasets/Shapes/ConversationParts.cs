using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A conversation as a list of messages, whose last one, the assistant's, is the answer.</summary>
internal static class ConversationParts
{
    private static readonly string[] Lists = ["messages", "conversations", "conversation"];

    public static bool Has(JsonObject record) => Lists.Any(k => RecordText.IsList(record, k));

    public static string Key(JsonObject record) => Lists.FirstOrDefault(k => RecordText.IsList(record, k)) ?? Lists.FirstOrDefault(record.ContainsKey) ?? Lists[0];

    public static (IReadOnlyList<Message> Prompt, string Completion) Read(JsonObject record)
    {
        var key = Key(record);
        var messages = MessageList.Read(record[key], key);
        if (messages[^1].ToolCalls is not null) throw new BadRecordException("the conversation ends with a call of a tool; expected what the assistant says to its result");
        return messages[^1].Role == Roles.Assistant ? (Asked.WithSystem(record, [.. messages.SkipLast(1)]), messages[^1].Content)
            : throw new BadRecordException("the conversation does not end with the assistant");
    }
}

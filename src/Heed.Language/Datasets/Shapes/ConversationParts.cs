using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A conversation as a list of messages, whose last one, the assistant's, is the answer: words, calls of tools, or both.</summary>
internal static class ConversationParts
{
    private static readonly string[] Lists = ["messages", "conversations", "conversation"];

    public static bool Has(JsonObject record) => Lists.Any(k => RecordText.IsList(record, k));

    public static string Key(JsonObject record) => Lists.FirstOrDefault(k => RecordText.IsList(record, k)) ?? Lists.FirstOrDefault(record.ContainsKey) ?? Lists[0];

    public static (IReadOnlyList<Message> Prompt, Message Answer) Read(JsonObject record)
    {
        var key = Key(record);
        var messages = MessageList.Read(record[key], key);
        return messages[^1].Role == Roles.Assistant ? (Asked.WithSystem(record, [.. messages.SkipLast(1)]), messages[^1])
            : throw new BadRecordException("the conversation does not end with the assistant");
    }
}

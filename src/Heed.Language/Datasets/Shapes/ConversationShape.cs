using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A conversation as a list of messages; its last message, the assistant's, is the answer to learn.</summary>
internal sealed class ConversationShape : DemonstrationShape
{
    public override string Name => "conversation (messages or conversations)";

    public override bool Fits(JsonObject record) => RecordText.IsList(record, "messages") || RecordText.IsList(record, "conversations");

    protected override (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record)
    {
        var key = RecordText.IsList(record, "messages") || !record.ContainsKey("conversations") ? "messages" : "conversations";
        var messages = MessageList.Read(record[key], key);
        return messages[^1].Role == Roles.Assistant ? ([.. messages.SkipLast(1)], messages[^1].Content)
            : throw new BadRecordException("the conversation does not end with the assistant");
    }
}

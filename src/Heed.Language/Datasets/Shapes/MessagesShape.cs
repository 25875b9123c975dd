using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A conversation as a list of messages; its last message, the assistant's, is the answer to learn.</summary>
internal sealed class MessagesShape : DataShape
{
    public override string Name => "messages";

    public override string Keys => "messages or conversations: {role, content}";

    public override Meaning Meaning => Meaning.Demonstrations;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => ConversationParts.Has(record);

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, answer) = ConversationParts.Read(record);
        return [ExampleParts.Demonstration(record, prompt, answer)];
    }

    internal override JsonObject Write(Example example)
    {
        var item = (Demonstration)example;
        return new() { ["id"] = item.Id, ["messages"] = MessageList.Of([.. item.Prompt.Messages, item.Answer]) };
    }
}

using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>ShareGPT's conversations: {from, value}, people being 'human' and models 'gpt'.</summary>
internal sealed class ShareGptShape : DataShape
{
    public override string Name => "sharegpt";

    public override string Keys => "conversations: {from, value}";

    public override Meaning Meaning => Meaning.Demonstrations;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => ConversationParts.Has(record) && record[ConversationParts.Key(record)] switch
    {
        JsonArray { Count: > 0 } list => list[0] is JsonObject first && first.ContainsKey("from"),
        JsonObject columns => columns.ContainsKey("from"),
        _ => false
    };

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, answer) = ConversationParts.Read(record);
        return [ExampleParts.Demonstration(record, prompt, answer)];
    }

    internal override JsonObject Write(Example example)
    {
        var item = (Demonstration)example;
        var said = item.Prompt.With(item.Answer).Messages;
        if (said.Any(m => m.ToolCalls is not null)) throw new BadRecordException("it has no place for calls of tools; take 'messages'");
        var turns = said
            .Select(m => new JsonObject { ["from"] = m.Role switch { Roles.User => "human", Roles.Assistant => "gpt", Roles.Tool => "observation", var other => other }, ["value"] = m.Content });
        return new() { ["id"] = item.Id, ["conversations"] = new JsonArray([.. turns]) };
    }
}

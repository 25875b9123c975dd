using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two whole conversations as lists of messages, alike but for the last one; a prompt given beside them says the same.</summary>
internal sealed class ImplicitPairShape : DataShape
{
    public override string Name => "implicit-preference";

    public override string Keys => "chosen, rejected: two whole lists of messages";

    public override Meaning Meaning => Meaning.Preferences;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => IsWhole(record["chosen"]) && (IsWhole(record["rejected"]) || record["rejected"] is JsonArray) && !RecordText.IsList(record, "prompt");

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, chosen, rejected) = CommonPrompt.Split(MessageList.Read(record["chosen"], "chosen"), MessageList.Read(record["rejected"], "rejected"));
        return [ExampleParts.Preference(record, Asked.WithSystem(record, prompt), chosen, rejected)];
    }

    internal override JsonObject Write(Example example)
    {
        var pair = (Preference)example;
        return new()
        {
            ["chosen"] = MessageList.Of([.. pair.Prompt.Messages, Message.FromAssistant(pair.Chosen)]),
            ["rejected"] = MessageList.Of([.. pair.Prompt.Messages, Message.FromAssistant(pair.Rejected)])
        };
    }

    private static bool IsWhole(JsonNode? node) => node is JsonArray { Count: > 1 } || MessageList.IsColumns(node);
}

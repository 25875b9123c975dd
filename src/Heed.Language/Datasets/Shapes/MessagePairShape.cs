using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two whole conversations as lists of messages, alike but for the last one; a prompt given beside them says the same.</summary>
internal sealed class MessagePairShape : PreferenceShape
{
    public override string Name => "two lists of messages (chosen, rejected)";

    public override bool Fits(JsonObject record) => record["chosen"] is JsonArray { Count: > 1 } && record["rejected"] is JsonArray && !PromptPairShape.HasPromptList(record);

    protected override (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Sides(JsonObject record) =>
        CommonPrompt.Split(MessageList.Read(record["chosen"], "chosen"), MessageList.Read(record["rejected"], "rejected"));
}

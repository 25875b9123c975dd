using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two whole dialogues in strings (Anthropic HH): alike but for the last answer.</summary>
internal sealed class DialoguePairShape : DataShape
{
    public override string Name => "hh";

    public override string Keys => "chosen, rejected: two dialogues '\\n\\nHuman: … \\n\\nAssistant: …'";

    public override Meaning Meaning => Meaning.Preferences;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => !record.ContainsKey("prompt") && !record.ContainsKey("instruction")
        && RecordText.IsText(record, "chosen") && RecordText.IsText(record, "rejected") && (Looks(record["chosen"]) || Looks(record["rejected"]));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, chosen, rejected) = CommonPrompt.Split(Dialogue.Read(RecordText.Required(record, "chosen")), Dialogue.Read(RecordText.Required(record, "rejected")));
        return [ExampleParts.Preference(record, prompt, chosen, rejected)];
    }

    internal override JsonObject Write(Example example)
    {
        var pair = (Preference)example;
        return new() { ["chosen"] = Dialogue.Write(pair.Prompt.With(Message.FromAssistant(pair.Chosen))), ["rejected"] = Dialogue.Write(pair.Prompt.With(Message.FromAssistant(pair.Rejected))) };
    }

    // Half characters show when the record is read.
    private static bool Looks(JsonNode? node) => RecordText.TryText(node, out var text) && Dialogue.Looks(text);
}

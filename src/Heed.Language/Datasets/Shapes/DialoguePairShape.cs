using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two whole dialogues in strings (Anthropic HH): alike but for the last answer.</summary>
internal sealed class DialoguePairShape : PreferenceShape
{
    public override string Name => "two dialogues (chosen, rejected: '\\n\\nHuman: … \\n\\nAssistant: …')";

    public override bool Fits(JsonObject record) => !record.ContainsKey("prompt") && !record.ContainsKey("instruction")
        && RecordText.IsText(record, "chosen") && RecordText.IsText(record, "rejected") && (LooksAlike(record["chosen"]!) || LooksAlike(record["rejected"]!));

    protected override (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Sides(JsonObject record) =>
        CommonPrompt.Split(Dialogue.Read(RecordText.Required(record, "chosen")), Dialogue.Read(RecordText.Required(record, "rejected")));

    // Half characters show when the record is read.
    private static bool LooksAlike(JsonNode node)
    {
        try
        {
            return Dialogue.Looks((string)node!);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

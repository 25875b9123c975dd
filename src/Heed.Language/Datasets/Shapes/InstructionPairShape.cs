using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An instruction, perhaps with input, and two answers as texts (Alpaca's keys).</summary>
internal sealed class InstructionPairShape : PreferenceShape
{
    public override string Name => "instruction pair (instruction, input, chosen, rejected)";

    public override bool Fits(JsonObject record) => RecordText.IsText(record, "instruction") && record.ContainsKey("chosen") && record.ContainsKey("rejected");

    protected override (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Sides(JsonObject record) =>
        (Instruction.Prompt(record), Answer.Read(record, "chosen"), Answer.Read(record, "rejected"));
}

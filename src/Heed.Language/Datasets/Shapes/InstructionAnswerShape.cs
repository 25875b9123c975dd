using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An instruction, perhaps with input, and its output (Alpaca).</summary>
internal sealed class InstructionAnswerShape : DemonstrationShape
{
    public override string Name => "instruction (instruction, input, output)";

    public override bool Fits(JsonObject record) => RecordText.IsText(record, "instruction") && record.ContainsKey("output");

    protected override (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record) => (Instruction.Prompt(record), RecordText.Required(record, "output"));
}

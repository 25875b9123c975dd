using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An instruction, perhaps with input, and two answers as texts (Alpaca's keys).</summary>
internal sealed class InstructionPairShape : DataShape
{
    public override string Name => "alpaca-preference";

    public override string Keys => "instruction, input, chosen, rejected";

    public override Meaning Meaning => Meaning.Preferences;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "instruction") && record.ContainsKey("chosen") && record.ContainsKey("rejected");

    internal override IEnumerable<Example> Read(JsonObject record) =>
        [ExampleParts.Preference(record, Instruction.Prompt(record), Answer.Read(record, "chosen"), Answer.Read(record, "rejected"))];

    internal override JsonObject Write(Example example)
    {
        var pair = (Preference)example;
        var record = Instruction.Write(pair.Prompt);
        record["chosen"] = pair.Chosen;
        record["rejected"] = pair.Rejected;
        return record;
    }
}

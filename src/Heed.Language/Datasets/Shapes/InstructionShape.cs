using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An instruction, perhaps with input, and its output (Alpaca; Dolly has context and response).</summary>
internal sealed class InstructionShape : DataShape
{
    public override string Name => "alpaca";

    public override string Keys => "instruction, input, output (or instruction, context, response)";

    public override Meaning Meaning => Meaning.Demonstrations;

    public override bool IsWritten => true;

    public static bool HasBoth(JsonObject record) => RecordText.IsText(record, "instruction") && (record.ContainsKey("output") || record.ContainsKey("response"));

    public static (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record) =>
        (Instruction.Prompt(record), RecordText.Required(record, record.ContainsKey("output") || !record.ContainsKey("response") ? "output" : "response"));

    internal override bool Fits(JsonObject record) => HasBoth(record);

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, completion) = Parts(record);
        return [ExampleParts.Demonstration(record, prompt, Message.FromAssistant(completion))];
    }

    internal override JsonObject Write(Example example)
    {
        var demonstration = (Demonstration)example;
        var record = Instruction.Write(demonstration.Prompt);
        record["output"] = Answer.Words(demonstration.Answer, "the answer");
        return record;
    }
}

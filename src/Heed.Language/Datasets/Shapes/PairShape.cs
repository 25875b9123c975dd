using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt apart (a text, a dialogue in a text, or a list of messages) and two answers: TRL's explicit preference.</summary>
internal sealed class PairShape : DataShape
{
    public override string Name => "preference";

    public override string Keys => "prompt (or question, messages, conversations), chosen, rejected";

    public override Meaning Meaning => Meaning.Preferences;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => record.ContainsKey("chosen") && record.ContainsKey("rejected") && (Asked.HasList(record) || Asked.Has(record));

    internal override IEnumerable<Example> Read(JsonObject record) =>
        [ExampleParts.Preference(record, Asked.Read(record), Answer.Read(record, "chosen"), Answer.Read(record, "rejected"))];

    internal override JsonObject Write(Example example)
    {
        var pair = (Preference)example;
        var record = new JsonObject
        {
            ["id"] = pair.Id,
            ["prompt"] = MessageList.Of(pair.Prompt.Messages),
            ["chosen"] = MessageList.Of(Message.FromAssistant(pair.Chosen)),
            ["rejected"] = MessageList.Of(Message.FromAssistant(pair.Rejected))
        };
        if (pair.Rater is not null) record["rater"] = pair.Rater;
        if (pair.Weight != 1) record["weight"] = pair.Weight;
        return record;
    }
}

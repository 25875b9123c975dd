using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>HelpSteer's preferences: two responses and how much the second is better, from −3 to 3; 0 is a tie and says nothing.</summary>
internal sealed class HelpSteerPairShape : DataShape
{
    public override string Name => "helpsteer-preference";

    public override string Keys => "prompt or context, response_1, response_2, preference_strength (or response1, response2, overall_preference)";

    public override Meaning Meaning => Meaning.Preferences;

    internal override bool Fits(JsonObject record) => (record.ContainsKey("response_1") && record.ContainsKey("preference_strength"))
        || (record.ContainsKey("response1") && record.ContainsKey("overall_preference"));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var underscore = record.ContainsKey("response_1");
        var first = ExampleParts.Said(RecordText.Required(record, underscore ? "response_1" : "response1"), "the first response");
        var second = ExampleParts.Said(RecordText.Required(record, underscore ? "response_2" : "response2"), "the second response");
        var strength = RecordNumber.Integer(record, underscore ? "preference_strength" : "overall_preference");
        IReadOnlyList<Message> prompt = RecordText.IsList(record, "context") ? Asked.EndingBeforeAnswer(MessageList.Read(record["context"], "context"), "context")
            : HelpSteerPrompt.Read(RecordText.Required(record, "prompt"));
        return strength == 0 ? [] : [ExampleParts.Preference(record, prompt, strength < 0 ? first : second, strength < 0 ? second : first)];
    }
}

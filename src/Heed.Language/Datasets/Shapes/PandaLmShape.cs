using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>PandaLM's test set: two responses and what each annotator said: 1 or 2 is better, 0 neither. Each decided vote is a preference.</summary>
internal sealed class PandaLmShape : DataShape
{
    public override string Name => "pandalm";

    public override string Keys => "instruction, input, response1, response2, annotator1, …";

    public override Meaning Meaning => Meaning.Preferences;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "instruction") && record.ContainsKey("response1") && record.ContainsKey("response2") && Raters(record).Any();

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt(Instruction.Prompt(record));
        var first = ExampleParts.Said(RecordText.Required(record, "response1"), "'response1'");
        var second = ExampleParts.Said(RecordText.Required(record, "response2"), "'response2'");
        var votes = Raters(record).Select(r => (Rater: r, Vote: RecordNumber.Integer(record, r))).ToList();
        if (votes.FirstOrDefault(v => v.Vote is < 0 or > 2) is { Rater: { } wrong }) throw new BadRecordException($"'{wrong}' is none of 0, 1, 2");
        if (first == second) return votes.All(v => v.Vote == 0) ? [] : throw new BadRecordException("both answers are equal");
        return [.. votes.Where(v => v.Vote != 0).Select(v => Voted(prompt, v.Rater, v.Vote == 1 ? (first, second) : (second, first)))];
    }

    private static Preference Voted(Conversation prompt, string rater, (string Better, string Worse) order) =>
        new(ContentId.Of(prompt, order.Better, order.Worse, rater), prompt, order.Better, order.Worse, rater);

    private static IEnumerable<string> Raters(JsonObject record) => record.Select(p => p.Key).Where(k => k.StartsWith("annotator", StringComparison.Ordinal));
}

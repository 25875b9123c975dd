using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;

namespace Heed.Language.Datasets.Shapes;

/// <summary>HelpSteer: one response a row, rated on several scales; rows that follow one another with one prompt belong together. The score is the helpfulness.</summary>
internal sealed class HelpSteerShape : DataShape
{
    private const int MostTogether = 64;

    public override string Name => "helpsteer";

    public override string Keys => "prompt, response, helpfulness, correctness, …";

    public override Meaning Meaning => Meaning.Rankings;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "prompt") && record.ContainsKey("response") && record.ContainsKey("helpfulness");

    internal override IEnumerable<DataRecord> Gather(IEnumerable<DataRecord> records)
    {
        var together = new List<DataRecord>();
        foreach (var record in records)
        {
            if (together.Count > 0 && (together.Count == MostTogether || !SamePrompt(together[0].Value, record.Value)))
            {
                yield return Joined(together);
                together.Clear();
            }
            together.Add(record);
        }
        if (together.Count > 0) yield return Joined(together);
    }

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt(HelpSteerPrompt.Read(RecordText.Required(record, "prompt")));
        var answers = (record["responses"] as JsonArray)?.Select(r => Answer(r!.AsObject())).ToList() ?? [Answer(record)];
        return [new Ranking(ExampleParts.Id(record, prompt, [.. answers.Select(a => a.Text)]), prompt, answers)];
    }

    /// <summary>Whether both have the same text; one with half a character belongs to no other.</summary>
    private static bool SamePrompt(JsonObject first, JsonObject second) => RecordText.TryText(first["prompt"], out var text) && RecordText.TryText(second["prompt"], out var other) && text == other;

    private static DataRecord Joined(List<DataRecord> rows) => rows.Count == 1 ? rows[0] : rows[0] with
    {
        Value = new JsonObject { ["prompt"] = rows[0].Value["prompt"]?.DeepClone(), ["responses"] = new JsonArray([.. rows.Select(r => r.Value)]) }
    };

    private static ScoredAnswer Answer(JsonObject row) => new(ExampleParts.Said(RecordText.Required(row, "response"), "'response'"),
        RecordNumber.Of(row["helpfulness"]) ?? throw new BadRecordException("'helpfulness' is no number"));
}

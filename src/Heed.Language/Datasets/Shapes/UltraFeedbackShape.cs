using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>
/// UltraFeedback as it was published: an instruction and completions of several models with ratings. The score is the mean of the
/// fine-grained ones; the overall one, of known faults, only where there is no other.
/// </summary>
internal sealed class UltraFeedbackShape : DataShape
{
    public override string Name => "ultrafeedback";

    public override string Keys => "instruction, completions: {response, fine-grained_score or annotations or overall_score}";

    public override Meaning Meaning => Meaning.Rankings;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "instruction") && record["completions"] is JsonArray list && list.All(c => c is JsonObject o && o.ContainsKey("response"));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt(Instruction.Prompt(record));
        if (record["completions"] is not JsonArray { Count: > 0 } completions) throw new BadRecordException("'completions' is empty");
        var answers = completions.Select(c => Answered(c as JsonObject ?? throw new BadRecordException("'completions' holds something that is no completion"))).ToList();
        return [new Ranking(ExampleParts.Id(record, prompt, [.. answers.Select(a => a.Text)]), prompt, answers)];
    }

    private static ScoredAnswer Answered(JsonObject completion) => new(ExampleParts.Said(RecordText.Required(completion, "response"), "a response"),
        RecordNumber.Of(completion["fine-grained_score"]) ?? MeanRating(completion["annotations"] as JsonObject) ?? RecordNumber.Of(completion["overall_score"]));

    private static double? MeanRating(JsonObject? annotations)
    {
        var ratings = annotations?.Select(a => a.Value is JsonObject aspect ? RecordNumber.Of(aspect["Rating"]) : null).OfType<double>().ToList();
        return ratings is { Count: > 0 } ? ratings.Average() : null;
    }
}

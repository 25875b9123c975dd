using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports.Formats;

/// <summary>PandaLM's single votes: <c>instruction, input, response1, response2, annotator1 …</c>; 0 a tie, 1 or 2 the better.</summary>
internal sealed class PandaFormat : DatasetFormat
{
    public override string Name => "pandalm";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        if (item.Item is not Comparison comparison) yield break;
        var record = new JsonObject
        {
            ["idx"] = comparison.Id,
            ["instruction"] = Flat(comparison.Prompt.Conversation),
            ["input"] = "",
            ["response1"] = comparison.First.Text,
            ["response2"] = comparison.Second.Text,
        };
        foreach (var (number, verdict) in item.Answers.Select(a => ((ComparisonAnswer)a.Answer.Answer).Verdict).Where(v => v != Verdict.CannotJudge).Index())
            record[$"annotator{number + 1}"] = verdict switch { Verdict.First => 1, Verdict.Second => 2, _ => 0 };
        if (record.Count > 5) yield return record;
    }
}

using System.Text.Json.Nodes;
using Heed.Feedback.Answers;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Label Studio's tasks with annotations: pairwise (ties have no place there and are left out) and ratings.</summary>
internal sealed class LabelStudioFormat : DatasetFormat
{
    public override string Name => "label-studio";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs, ExportShape.Ratings];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        var data = new JsonObject { ["prompt"] = Flat(item.Item.Prompt.Conversation) };
        foreach (var (number, candidate) in item.Item.Candidates.Index()) data[$"answer{number + 1}"] = candidate.Text;
        JsonArray annotations = [.. item.Answers.Select(a => (a.Answer, Results: new JsonArray([.. Results(a.Answer.Answer)]))).Where(a => a.Results.Count > 0).Select(a => new JsonObject
        {
            ["id"] = a.Answer.Id,
            ["completed_by"] = a.Answer.Rater,
            ["lead_time"] = a.Answer.Timing?.Elapsed.TotalSeconds,
            ["result"] = a.Results,
        })];
        if (annotations.Count > 0) yield return new JsonObject { ["id"] = item.Item.Id, ["data"] = data, ["annotations"] = annotations };
    }

    private static IEnumerable<JsonNode> Results(Answer answer) => answer switch
    {
        ComparisonAnswer { Verdict: Verdict.First or Verdict.Second } compared =>
            [Result("pairwise", "preference", "answer1", new JsonObject { ["selected"] = compared.Verdict == Verdict.First ? "left" : "right" })],
        RatingAnswer rating => rating.Scores.Select(s => Result("rating", s.Attribute, $"answer{s.Candidate + 1}", new JsonObject { ["rating"] = s.Value })),
        _ => [],
    };

    private static JsonObject Result(string type, string from, string to, JsonObject value) => new() { ["type"] = type, ["from_name"] = from, ["to_name"] = to, ["value"] = value };
}

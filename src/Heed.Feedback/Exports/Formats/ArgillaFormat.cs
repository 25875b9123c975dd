using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Argilla's records, single answers by user: comparisons as labels, rankings, ratings, thumbs as yes or no.</summary>
internal sealed class ArgillaFormat : DatasetFormat
{
    public override string Name => "argilla";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs, ExportShape.Rankings, ExportShape.Ratings, ExportShape.Thumbs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        var fields = new JsonObject { ["prompt"] = Flat(item.Item.Prompt.Conversation) };
        foreach (var (number, candidate) in item.Item.Candidates.Index()) fields[$"response{number + 1}"] = candidate.Text;
        var responses = new JsonObject();
        foreach (var answer in item.Answers)
            foreach (var (question, value) in Values(answer.Answer.Answer, item.Item))
                (responses[question] as JsonArray ?? (JsonArray)(responses[question] = new JsonArray())).Add(new JsonObject { ["value"] = value, ["user_id"] = answer.Answer.Rater, ["status"] = "submitted" });
        if (responses.Count > 0) yield return new JsonObject { ["id"] = item.Item.Id, ["fields"] = fields, ["responses"] = responses, ["metadata"] = new JsonObject() };
    }

    private static IEnumerable<(string Question, JsonNode Value)> Values(Answer answer, FeedbackItem item) => answer switch
    {
        ComparisonAnswer { Verdict: Verdict.First } => [("preferred", "response1")],
        ComparisonAnswer { Verdict: Verdict.Second } => [("preferred", "response2")],
        ComparisonAnswer { Verdict: not Verdict.CannotJudge } => [("preferred", "tie")],
        RankingAnswer ranking => [("ranking", new JsonArray([.. ranking.Ranks.Index().Where(r => r.Item is not null).Select(r => new JsonObject { ["value"] = $"response{r.Index + 1}", ["rank"] = r.Item })]))],
        RatingAnswer rating => rating.Scores.Select(s => (item.Candidates.Count == 1 ? s.Attribute : $"{s.Attribute}-response{s.Candidate + 1}", (JsonNode)s.Value)),
        ThumbAnswer thumb => [("good", thumb.Up ? "yes" : "no")],
        _ => [],
    };
}

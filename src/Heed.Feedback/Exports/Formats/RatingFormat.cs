using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Heed's ratings: <c>id, messages, answers, ratings</c> (answer, attribute, scale, weighted mean, number) and the single votes.</summary>
internal sealed class RatingFormat : DatasetFormat
{
    public override string Name => "heed";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Ratings];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        if (item.Item is not RatingItem rating) yield break;
        yield return new JsonObject
        {
            ["id"] = rating.Id,
            ["messages"] = Messages(rating.Prompt.Conversation.Messages),
            ["answers"] = new JsonArray([.. rating.Answers.Select(Answer)]),
            ["ratings"] = new JsonArray([.. rating.Scales.SelectMany(scale => rating.Answers.Select((_, i) => Mean(item, scale, i, worth)))]),
            ["votes"] = new JsonArray([.. item.Answers.Select(a => Vote(a, worth))]),
        };
    }

    private static JsonObject Mean(AnsweredItem item, RatingScale scale, int candidate, Reliabilities worth)
    {
        var said = item.Answers.SelectMany(a => ((RatingAnswer)a.Answer.Answer).Scores.Where(s => s.Candidate == candidate && s.Attribute == scale.Attribute)
            .Select(s => (s.Value, Weight: Math.Max(worth.Weight(a.Answer), 1e-6)))).ToArray();
        return new JsonObject
        {
            ["answer"] = candidate,
            ["attribute"] = scale.Attribute,
            ["low"] = scale.Low,
            ["high"] = scale.High,
            ["mean"] = said.Sum(s => s.Value * s.Weight) / said.Sum(s => s.Weight),
            ["votes"] = said.Length,
        };
    }
}

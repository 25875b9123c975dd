using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Heed's rankings: <c>id, messages, answers, ranks</c> (the weighted mean of each answer's ranks) and the single votes.</summary>
internal sealed class RankingFormat : DatasetFormat
{
    public override string Name => "heed";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Rankings];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        if (item.Item is not RankingItem ranking) yield break;
        yield return new JsonObject
        {
            ["id"] = ranking.Id,
            ["messages"] = Messages(ranking.Prompt.Conversation.Messages),
            ["answers"] = new JsonArray([.. ranking.Answers.Select(Answer)]),
            ["ranks"] = new JsonArray([.. MeanRanks(item, worth).Select(r => (JsonNode?)r)]),
            ["votes"] = new JsonArray([.. item.Answers.Select(a => Vote(a, worth))]),
        };
    }

    /// <summary>The weighted mean rank of each answer; null for one that nobody could rank.</summary>
    public static IEnumerable<double?> MeanRanks(AnsweredItem item, Reliabilities worth)
    {
        var votes = item.Answers.Where(a => a.Answer.Answer is RankingAnswer).Select(a => (((RankingAnswer)a.Answer.Answer).Ranks, Weight: Math.Max(worth.Weight(a.Answer), 1e-6))).ToArray();
        for (var i = 0; i < item.Item.Candidates.Count; i++)
        {
            var said = votes.Where(v => v.Ranks[i] is not null).ToArray();
            yield return said.Length == 0 ? null : said.Sum(v => v.Weight * v.Ranks[i]!.Value) / said.Sum(v => v.Weight);
        }
    }
}

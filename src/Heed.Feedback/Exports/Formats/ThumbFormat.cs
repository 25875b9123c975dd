using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports.Formats;

/// <summary>
/// What KTO learns from: <c>prompt, completion</c> as messages, <c>label</c> by weighted majority of thumbs or by the sign of the mean reward; an even split is left out.
/// </summary>
internal sealed class ThumbFormat(string name) : DatasetFormat
{
    public override string Name => name;

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Thumbs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        if (item.Item is not (ThumbItem or RewardItem)) yield break;
        var said = item.Answers.Select(a => (Value: a.Answer.Answer switch { ThumbAnswer thumb => thumb.Up ? 1 : -1, RewardAnswer reward => reward.Reward, _ => 0 }, Weight: Math.Max(worth.Weight(a.Answer), 1e-6))).ToArray();
        var mean = said.Sum(s => s.Value * s.Weight) / said.Sum(s => s.Weight);
        if (mean == 0) yield break;
        yield return new JsonObject
        {
            ["id"] = item.Item.Id,
            ["prompt"] = Messages(item.Item.Prompt.Conversation.Messages),
            ["completion"] = Said(item.Item.Candidates[0].Text),
            ["label"] = mean > 0,
            ["weight"] = Math.Abs(mean),
            ["votes"] = said.Length,
        };
    }
}

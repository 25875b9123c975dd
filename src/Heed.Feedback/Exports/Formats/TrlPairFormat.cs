using System.Text.Json.Nodes;

namespace Heed.Feedback.Exports.Formats;

/// <summary>TRL's conversational preferences: <c>prompt, chosen, rejected</c> as messages, and <c>margin</c>; pairs of which neither is better are left out.</summary>
internal sealed class TrlPairFormat : DatasetFormat
{
    public override string Name => "trl";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth) => PairRow.Of(item, worth).Where(p => p.FirstBetter != 0.5).Select(pair =>
    {
        var (chosen, rejected) = pair.FirstBetter > 0.5 ? (pair.First, pair.Second) : (pair.Second, pair.First);
        return new JsonObject
        {
            ["id"] = pair.Id,
            ["prompt"] = Messages(pair.Prompt.Conversation.Messages),
            ["chosen"] = Said(chosen.Text),
            ["rejected"] = Said(rejected.Text),
            ["margin"] = pair.Margin,
            ["probability"] = Math.Max(pair.FirstBetter, 1 - pair.FirstBetter),
            ["weight"] = pair.Weight,
        };
    });
}

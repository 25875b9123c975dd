using System.Text.Json.Nodes;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Heed's preferences: <c>id, messages, first, second, first_better, weight, votes</c>.</summary>
internal sealed class PairFormat : DatasetFormat
{
    public override string Name => "heed";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth) => PairRow.Of(item, worth).Select(pair => new JsonObject
    {
        ["id"] = pair.Id,
        ["messages"] = Messages(pair.Prompt.Conversation.Messages),
        ["first"] = Answer(pair.First),
        ["second"] = Answer(pair.Second),
        ["first_better"] = pair.FirstBetter,
        ["weight"] = pair.Weight,
        ["votes"] = pair.Votes,
    });
}

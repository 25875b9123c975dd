using System.Text.Json.Nodes;

namespace Heed.Feedback.Exports.Formats;

/// <summary>What TRL and others fine-tune on: <c>messages</c>.</summary>
internal sealed class ChatFormat : DatasetFormat
{
    public override string Name => "trl";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Demonstrations];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth) => DemonstrationFormat.Dialogues(item).Select(d => new JsonObject { ["messages"] = Messages(d.Messages) });
}

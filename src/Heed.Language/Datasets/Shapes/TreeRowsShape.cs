using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Open-Assistant's trees as rows, one message each; a row without parent begins a tree, and a row stands after the one it replies to.</summary>
internal sealed class TreeRowsShape : DataShape
{
    private const int MostDepth = 200;

    private static readonly TreeShape Trees = new();

    public override string Name => "oasst-rows";

    public override string Keys => "message_id, parent_id, text, role (or user_message_id, parent_message_id)";

    public override Meaning Meaning => Meaning.Rankings;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "text") && RecordText.IsText(record, "role") && !record.ContainsKey("replies")
        && (record.ContainsKey("parent_id") || record.ContainsKey("parent_message_id"));

    internal override IEnumerable<DataRecord> Gather(IEnumerable<DataRecord> records)
    {
        DataRecord? root = null;
        var known = new Dictionary<string, (JsonObject Message, int Depth)>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var parent = Key(record.Value, "parent_id", "parent_message_id");
            var message = Message(record.Value);
            if (parent is null)
            {
                if (root is not null) yield return root;
                (root, known) = (record with { Value = message }, new(StringComparer.Ordinal));
            }
            else if (!known.TryGetValue(parent, out var above) || above.Depth == MostDepth)
            {
                yield return record with { Value = new JsonObject { [TreeShape.Stray] = $"it replies to '{parent}', which does not stand before it in its tree{(above.Depth == MostDepth ? $", or lies {MostDepth} deep" : "")}" } };
                continue;
            }
            else above.Message["replies"]!.AsArray().Add(message);
            if ((string?)message["message_id"] is { } id) known[id] = (message, parent is null ? 0 : known[parent].Depth + 1);
        }
        if (root is not null) yield return root;
    }

    internal override IEnumerable<Example> Read(JsonObject record) => Trees.Read(record);

    private static JsonObject Message(JsonObject row)
    {
        var message = new JsonObject { ["message_id"] = Key(row, "message_id", "user_message_id"), ["replies"] = new JsonArray() };
        foreach (var key in new[] { "text", "role", "rank", "deleted", "review_result" }) message[key] = row[key]?.DeepClone();
        return message;
    }

    private static string? Key(JsonObject row, string name, string otherwise) => RecordText.TryText(row[name] ?? row[otherwise], out var text) && text.Length > 0 ? text : null;
}

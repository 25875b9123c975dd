using System.Text.Json.Nodes;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Open-Assistant's trees: the prompt's messages one below the other, the ranked answers as replies to the last (rank 0 the best; equals share one).</summary>
internal sealed class TreeFormat : DatasetFormat
{
    public override string Name => "oasst";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Rankings];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth)
    {
        if (item.Item is not RankingItem ranking || ranking.Prompt.Conversation.Messages.Count == 0) yield break;
        var means = RankingFormat.MeanRanks(item, worth).ToArray();
        var order = means.OfType<double>().Distinct().Order().ToList();
        JsonArray replies = [.. ranking.Answers.Select((answer, i) => Node($"{ranking.Id}-{i}", Message.FromAssistant(answer.Text), [], means[i] is { } mean ? order.IndexOf(mean) : null))];
        var messages = ranking.Prompt.Conversation.Messages;
        for (var i = messages.Count - 1; i > 0; i--) replies = [Node($"{ranking.Id}-m{i}", messages[i], replies)];
        yield return new JsonObject { ["message_tree_id"] = ranking.Id, ["tree_state"] = "ready_for_export", ["prompt"] = Node(ranking.Id, messages[0], replies) };
    }

    private static JsonObject Node(string id, Message message, JsonArray replies, int? rank = null)
    {
        var node = new JsonObject { ["message_id"] = id, ["text"] = message.Content, ["role"] = message.Role == Roles.Assistant ? "assistant" : "prompter", ["replies"] = replies };
        if (rank is not null) node["rank"] = rank;
        return node;
    }
}

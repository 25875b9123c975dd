using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>
/// Open-Assistant's trees: a prompt with replies, theirs with replies, …; ranks among the assistant's replies to one message (0 the best) are people's
/// consensus. Also a bare message with replies.
/// </summary>
internal sealed class TreeShape : FeedbackShape
{
    public override string Name => "Open-Assistant trees: prompt, replies with ranks";

    public override bool Fits(JsonObject record) => Root(record) is not null;

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source) => Walk(Root(record)!, [], source);

    private static JsonObject? Root(JsonObject record) =>
        record["prompt"] is JsonObject prompt && prompt["replies"] is JsonArray ? prompt : record["replies"] is JsonArray && record["text"] is not null ? record : null;

    private static IEnumerable<GivenAnswer> Walk(JsonObject message, List<Message> before, string source)
    {
        List<Message> path = [.. before, new Message(message.Text("role") == "assistant" ? Roles.Assistant : Roles.User, message.Text("text"))];
        var replies = message["replies"] is JsonArray list ? list.OfType<JsonObject>().ToArray() : [];
        var ranked = replies.Where(r => r.TextOrNull("role") == "assistant" && r["rank"].Number() is not null && r["deleted"]?.ToString() != "true").ToArray();
        if (ranked.Length > 1 && path[^1].Role == Roles.User)
        {
            var item = RankingItem.Of(Fields.Prompt(path), [.. ranked.Select(r => new Candidate(r.Text("text"), r.TextOrNull("model_name") ?? source))]);
            yield return new GivenAnswer(message.TextOrNull("message_id") ?? item.Id, item, new RankingAnswer(Ranks(ranked)));
        }
        foreach (var given in replies.SelectMany(reply => Walk(reply, path, source))) yield return given;
    }

    /// <summary>From 1 without gaps, also where replies that were ranked are gone.</summary>
    private static int?[] Ranks(JsonObject[] ranked)
    {
        var values = ranked.Select(r => r["rank"].Number()!.Value).ToArray();
        var order = values.Distinct().Order().ToList();
        return [.. values.Select(v => (int?)(1 + order.IndexOf(v)))];
    }
}

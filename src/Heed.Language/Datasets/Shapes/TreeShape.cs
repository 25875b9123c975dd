using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>
/// Open-Assistant's trees: a message with replies, each with replies. Wherever the assistant replies, the way down to there is a prompt and
/// the replies are its answers, rank 0 the best. What was deleted or not let through by reviewers goes, with all that hangs on it.
/// </summary>
internal sealed class TreeShape : DataShape
{
    public override string Name => "oasst";

    public override string Keys => "prompt: {text, role, replies} (or message_id, text, role, replies)";

    public override Meaning Meaning => Meaning.Rankings;

    internal override bool Fits(JsonObject record) => IsMessage(record["prompt"]) || IsMessage(record);

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        if (Reason(record) is { } reason) throw new BadRecordException(reason);
        var rankings = new List<Ranking>();
        Walk(record["prompt"] as JsonObject ?? record, [], rankings);
        return rankings;
    }

    /// <summary>Why rows could not be put together to this record, where they could not (<see cref="TreeRowsShape"/>).</summary>
    internal const string Stray = "stray";

    private static string? Reason(JsonObject record) => record[Stray] is { } stray ? (string?)stray : null;

    private static bool IsMessage(JsonNode? node) => node is JsonObject message && RecordText.IsText(message, "text") && RecordText.IsText(message, "role") && message["replies"] is JsonArray;

    private static void Walk(JsonObject message, Message[] before, List<Ranking> rankings)
    {
        if (IsOut(message)) return;
        var said = new Message(MessageList.Role(RecordText.Required(message, "role")), RecordText.Required(message, "text").Trim());
        Message[] thread = [.. before, said];
        var replies = (message["replies"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (said.Role == Roles.User && Answers(replies) is { Count: > 0 } answers)
        {
            var prompt = ExampleParts.Prompt(thread);
            rankings.Add(new Ranking(RecordText.Optional(message, "message_id") ?? ContentId.Of(prompt), prompt, answers));
        }
        foreach (var reply in replies) Walk(reply, thread, rankings);
    }

    private static List<ScoredAnswer> Answers(List<JsonObject> replies) =>
    [
        .. replies.Where(r => !IsOut(r) && RecordText.IsText(r, "role") && MessageList.Role(RecordText.Required(r, "role")) == Roles.Assistant)
            .Select(r => new ScoredAnswer(ExampleParts.Said(RecordText.Required(r, "text"), "an answer"), -RecordNumber.Of(r["rank"])))
    ];

    private static bool IsOut(JsonObject message) => Is(message, "deleted", true) || Is(message, "review_result", false);

    private static bool Is(JsonObject message, string key, bool truth) => message[key] is JsonValue value && value.TryGetValue<bool>(out var found) && found == truth;
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heed.Feedback.Events;

namespace Heed.Labelling.Webhooks;

/// <summary>Something that is told.</summary>
/// <param name="Id">The same again when the same is told again.</param>
/// <param name="Body">JSON: type, timestamp, data.</param>
internal sealed record WebhookMessage(string Id, string Type, string Body)
{
    public const string Created = "feedback.created", Revised = "feedback.revised", Deleted = "feedback.deleted", Completed = "item.completed", Paused = "rater.paused";

    public static readonly IReadOnlyList<string> Types = [Created, Revised, Deleted, Completed, Paused];

    /// <summary>What an event is called; null where it is not told.</summary>
    public static string? TypeOf(FeedbackEvent one) => one switch
    {
        Answered { Supersedes: null } => Created,
        Answered => Revised,
        Withdrawn or Erased => Deleted,
        RaterPaused => Paused,
        _ => null,
    };

    public static WebhookMessage Of(string type, RecordedEvent recorded) => Of($"{recorded.Event.Id}", type, recorded.Event.Time,
        new JsonObject { ["sequence"] = recorded.Sequence, ["event"] = JsonNode.Parse(FeedbackJson.Write(recorded.Event)) });

    public static WebhookMessage CompletedItem(string project, string item, DateTimeOffset time) =>
        Of($"completed-{project}-{item}", Completed, time, new JsonObject { ["project"] = project, ["item_id"] = item });

    /// <summary>HMAC-SHA256 over id, time and body, as the Standard Webhooks specification 1.0 has it: v1, then base 64.</summary>
    public string Sign(byte[] secret, long unixSeconds) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{Id}.{unixSeconds}.{Body}")));

    private static WebhookMessage Of(string id, string type, DateTimeOffset time, JsonObject data) =>
        new(id, type, new JsonObject { ["type"] = type, ["timestamp"] = time.UtcDateTime.ToString("O"), ["data"] = data }.ToJsonString());
}

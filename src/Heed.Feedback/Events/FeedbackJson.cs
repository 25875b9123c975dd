using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Events;

/// <summary>The written form of items and events: one JSON object each, with its kind; choices by name.</summary>
public static class FeedbackJson
{
    /// <summary>How records of feedback are written everywhere.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static string Write(FeedbackItem item) => JsonSerializer.Serialize(item, Options);

    public static string Write(FeedbackEvent one) => JsonSerializer.Serialize(one, Options);

    public static string Write(Answer answer) => JsonSerializer.Serialize(answer, Options);

    public static FeedbackItem ReadItem(string json) => Read<FeedbackItem>(json);

    public static FeedbackEvent ReadEvent(string json) => Read<FeedbackEvent>(json);

    public static Answer ReadAnswer(string json) => Read<Answer>(json);

    private static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("null");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw new EventLogException($"Expected a {typeof(T).Name} as JSON with a known kind, found: {(json.Length > 200 ? json[..200] + "…" : json)}", problem);
        }
    }
}

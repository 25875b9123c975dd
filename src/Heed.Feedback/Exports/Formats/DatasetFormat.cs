using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Exports.Formats;

/// <summary>How a dataset is written: one JSON object a line.</summary>
public abstract class DatasetFormat
{
    public static readonly IReadOnlyList<DatasetFormat> All =
    [
        new PairFormat(), new TrlPairFormat(), new DialoguePairFormat(), new PandaFormat(), new ArgillaFormat(), new LabelStudioFormat(),
        new RankingFormat(), new TreeFormat(), new RatingFormat(), new ThumbFormat("heed"), new ThumbFormat("kto"), new DemonstrationFormat(), new ChatFormat(),
    ];

    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it can hold.</summary>
    public abstract IReadOnlyList<ExportShape> Shapes { get; }

    /// <summary>The records that an item's answers come to; none where they come to none.</summary>
    public abstract IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth);

    protected static JsonArray Messages(IEnumerable<Message> messages) => [.. messages.Select(m => m.ToJson())];

    protected static JsonArray Said(string text) => Messages([Message.FromAssistant(text)]);

    protected static JsonObject Answer(Candidate candidate) => new() { ["text"] = candidate.Text, ["ended"] = candidate.Ended };

    protected static JsonObject Vote(RecordedAnswer answer, Reliabilities worth) => new()
    {
        ["event"] = answer.Answer.Id,
        ["rater"] = answer.Answer.Rater,
        ["weight"] = worth.Weight(answer.Answer),
        ["answer"] = JsonNode.Parse(FeedbackJson.Write(answer.Answer.Answer)),
    };

    /// <summary>A conversation as one text, where a format has no messages.</summary>
    protected static string Flat(Conversation conversation) => conversation.Messages is [{ Role: Roles.User } only] ? only.Content
        : string.Join("\n\n", conversation.Messages.Select(m => $"{m.Role}: {m.Content}"));

    protected static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, FeedbackJson.Options);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Exports.Formats;
using Heed.Feedback.Items;
using Heed.Feedback.Privacy;
using Heed.Runs;

namespace Heed.Feedback.Exports;

/// <summary>
/// Answers → a dataset: the data, the single votes, a manifest with the version, a datasheet. Items are read one after the other, so their number does not matter;
/// where raters are judged, the comparisons are held in memory meanwhile.
/// </summary>
/// <param name="items">Reads the items with their answers; called once, or twice where raters are judged.</param>
/// <param name="source">What the datasheet calls the record.</param>
/// <param name="upTo">The last event that the items were read up to.</param>
public sealed class FeedbackExport(Func<IAsyncEnumerable<AnsweredItem>> items, ExportOptions options, string source, long upTo)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Document = new(FeedbackJson.Options) { WriteIndented = true };

    private readonly DatasetTally _tally = new();

    /// <summary>The format of that shape and name.</summary>
    /// <exception cref="EventLogException">There is none.</exception>
    public static DatasetFormat Format(ExportOptions options) =>
        DatasetFormat.All.FirstOrDefault(f => f.Name == options.Format && f.Shapes.Contains(options.Shape)) ?? throw new EventLogException(
            $"Expected a format for {options.Shape.ToString().ToLowerInvariant()}: {string.Join(", ", DatasetFormat.All.Where(f => f.Shapes.Contains(options.Shape)).Select(f => f.Name))}; found {options.Format}.");

    /// <summary>Writes the dataset into a folder.</summary>
    public async Task<DatasetManifest> RunAsync(string folder, CancellationToken cancellation = default)
    {
        var format = Format(options);
        var worth = options.Weights == ExportWeights.Reliability ? await JudgeAsync(cancellation) : Reliabilities.Equal;
        Directory.CreateDirectory(folder);
        string data = Path.Combine(folder, $"{options.Shape.ToString().ToLowerInvariant()}.jsonl"), votes = Path.Combine(folder, "votes.jsonl");
        await using (var rows = new UnfinishedFile(data))
        await using (var single = new UnfinishedFile(votes))
        {
            await foreach (var item in items().WithCancellation(cancellation)) Write(item, format, worth, rows, single);
            rows.Finish();
            single.Finish();
        }
        var manifest = _tally.Manifest(options, worth, source, upTo);
        AtomicFile.WriteText(Path.Combine(folder, Datasheet.FileName), Datasheet.Write(manifest));
        AtomicFile.WriteText(Path.Combine(folder, DatasetManifest.FileName), JsonSerializer.Serialize(manifest, Document) + "\n");
        return manifest;
    }

    private async Task<Reliabilities> JudgeAsync(CancellationToken cancellation)
    {
        var (comparisons, answers) = (new List<Comparison>(), new List<Answered>());
        await foreach (var item in items().WithCancellation(cancellation))
            if (item.Item is Comparison comparison)
            {
                comparisons.Add(comparison);
                answers.AddRange(item.Answers.Select(a => a.Answer).Where(a => Obstacle(a) is null));
            }
        return Reliabilities.Of(comparisons, answers, options.Seed);
    }

    private void Write(AnsweredItem item, DatasetFormat format, Reliabilities worth, UnfinishedFile rows, UnfinishedFile votes)
    {
        var used = new List<RecordedAnswer>();
        foreach (var answer in item.Answers.Where(a => Belongs(a.Answer.Answer)))
            if (Obstacle(answer.Answer) is { } reason) _tally.LeaveOut(reason);
            else used.Add(answer);
        used = Settled(used);
        if (used.Count == 0) return;
        var records = format.Write(item with { Answers = used }, worth).ToArray();
        if (records.Length == 0)
        {
            _tally.LeaveOut("says nothing in this format", used.Count);
            return;
        }
        foreach (var record in records) rows.WriteLine(Text(record));
        foreach (var answer in used)
        {
            var vote = JsonNode.Parse(FeedbackJson.Write(answer.Answer))!.AsObject();
            (vote["sequence"], vote["weight"]) = (answer.Sequence, worth.Weight(answer.Answer));
            votes.WriteLine(Text(vote));
            _tally.Add(answer);
        }
        _tally.AddItem(records.Length);
    }

    /// <summary>Where a reviewer settled what raters disagreed about, that answer alone is the item's. What people wrote is no judgement, and all of it stays.</summary>
    private List<RecordedAnswer> Settled(List<RecordedAnswer> answers)
    {
        if (options.Shape == ExportShape.Demonstrations || answers.FindLast(a => a.Answer is { Settles: true, Answer: not CorrectionAnswer }) is not { } last) return answers;
        _tally.LeaveOut("settled by a reviewer", answers.Count - 1);
        return [last];
    }

    private string Text(JsonNode record) => (options.Redact ? Redacted(record)! : record).ToJsonString(Json);

    /// <summary>The same record with personal data in its texts replaced by their kinds.</summary>
    private static JsonNode? Redacted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Redacted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Redacted)]),
        JsonValue v when v.TryGetValue<string>(out var text) => JsonValue.Create(PersonalData.Redact(text)),
        _ => node?.DeepClone(),
    };

    private bool Belongs(Answer answer) => options.Shape switch
    {
        ExportShape.Pairs => answer is ComparisonAnswer or RankingAnswer or CorrectionAnswer || answer.Notes?.Edit is not null,
        ExportShape.Rankings => answer is RankingAnswer,
        ExportShape.Ratings => answer is RatingAnswer,
        ExportShape.Thumbs => answer is ThumbAnswer or RewardAnswer,
        _ => answer is DemonstrationAnswer or CorrectionAnswer || answer.Notes?.Edit is not null,
    };

    private string? Obstacle(Answered answer) =>
        !answer.TrainOk || (answer.Rater is { } rater && options.Refused.Contains(rater)) ? "no model may learn from it"
        : !answer.Trainable ? "the answer was known (gold, practice)"
        : answer.Actor != ActorKind.Human && !options.Models ? "given by a model or a program"
        : answer.Answer is ComparisonAnswer { Verdict: Verdict.CannotJudge } ? "cannot judge"
        : null;
}

using Heed.Feedback.Events;
using Heed.Feedback.Imports.Shapes;
using Heed.Feedback.Items;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;

namespace Heed.Feedback.Imports;

/// <summary>
/// Feedback of other programs becomes items and events, record by record, so that a file may be larger than memory. Importing a file again adds nothing.
/// Sides are not known. Records that cannot be read go to the quarantine.
/// </summary>
/// <param name="time">Recorded as when it was imported.</param>
public sealed class FeedbackImport(IEventLog log, DateTimeOffset time, string project = FeedbackEvent.DefaultProject)
{
    private const int LookedAt = 100, BatchSize = 1000;

    /// <summary>The shape of a file's records; null where it is none of <see cref="FeedbackShape.All"/>.</summary>
    public static FeedbackShape? Recognise(string file)
    {
        var ahead = RecordFile.Read(file, new Quarantine(1)).Take(LookedAt).Select(r => r.Value).ToArray();
        return FeedbackShape.All.FirstOrDefault(shape => ahead.Count(shape.Fits) * 2 > ahead.Length);
    }

    /// <summary>Reads a file of that shape. Returns the number of answers that were new.</summary>
    public async Task<int> RunAsync(string file, FeedbackShape shape, Quarantine quarantine, CancellationToken cancellation = default)
    {
        var known = new HashSet<string>();
        await foreach (var recorded in log.ReadAsync(cancellation: cancellation)) known.Add(recorded.Event.Id);
        var (place, count) = (Path.GetFileName(file), 0);
        foreach (var batch in Answers(file, shape, place, quarantine).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            Answered[] events = [.. batch.Select(g => Event(g.Given, place, g.Record)).Where(e => known.Add(e.Id))];
            await log.AddItemsAsync([.. batch.Select(g => g.Given.Item).DistinctBy(i => i.Id)], cancellation);
            await log.AppendAsync(events, cancellation);
            count += events.Length;
        }
        return count;
    }

    private static IEnumerable<(GivenAnswer Given, long Record)> Answers(string file, FeedbackShape shape, string place, Quarantine quarantine)
    {
        foreach (var record in RecordFile.Read(file, quarantine))
        {
            GivenAnswer[] given;
            try
            {
                given = [.. shape.Read(record.Value, place)];
                if (given.SelectMany(g => g.Answer.Problems(g.Item)).FirstOrDefault() is { } problem) throw new BadShapeException(problem);
                quarantine.Accept();
            }
            catch (BadShapeException bad)
            {
                quarantine.Reject(record.File, record.Line, bad.Message);
                continue;
            }
            foreach (var one in given) yield return (one, record.Line);
        }
    }

    private Answered Event(GivenAnswer given, string place, long record) =>
        new(Identity.Of("imported", place, record.ToString(), given.Key, given.Item.Id), time, given.Item.Id, given.Rater, place, given.Answer)
        {
            Project = project,
            Timing = given.Elapsed is { } elapsed ? new Timing(elapsed) : null,
        };
}

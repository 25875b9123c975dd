using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>Items on their way into a queue.</summary>
internal static class Enqueueing
{
    public static FeedbackProject Project(WriteTransaction transaction, string id) =>
        transaction.Single("SELECT settings FROM projects WHERE id = $1", r => Projects.Read(r.GetString(0)), id) ?? throw new QueueException(QueueProblem.NotFound, $"There is no project {id}.");

    public static int Add(WriteTransaction transaction, FeedbackProject project, QueuedItem[] items, Lots lots, string name, DateTimeOffset now)
    {
        foreach (var item in items) Check(item);
        ItemTable.Add(transaction, [.. items.Select(i => ItemTable.Row(i.Item))], name, now);
        return items.Chunk(50).Sum(some => transaction.Execute(
            $"INSERT INTO queue (project, item_id, purpose, slots, leased, answers, surplus, skips, aside, priority, score, shuffle, stratum, warnings, known, cohort) VALUES {Places(some.Length)} ON CONFLICT (project, item_id) DO NOTHING",
            [.. some.SelectMany(i => Values(project, i, lots))]));
    }

    private static IEnumerable<object?> Values(FeedbackProject project, QueuedItem item, Lots lots)
    {
        var (shuffle, shared) = lots.Item(project.Id, item.Item.Id);
        var wanted = item.Overlap ?? (shared < project.SharedShare ? Math.Max(project.Overlap, project.SharedOverlap) : project.Overlap);
        return
        [
            project.Id, item.Item.Id, item.Purpose.ToString(), item.Purpose == Purpose.Label ? wanted : 0, item.Priority, item.Score, shuffle, item.Group,
            item.Warnings.Count == 0 ? null : $"|{string.Join('|', item.Warnings)}|",
            item.Known is null ? null : JsonSerializer.Serialize(item.Known, FeedbackJson.Options), item.Cohort,
        ];
    }

    private static void Check(QueuedItem item)
    {
        if (item.Purpose is Purpose.Gold or Purpose.Practice && item.Known is null)
            throw new QueueException(QueueProblem.Invalid, $"Item {item.Item.Id} is for {item.Purpose.ToString().ToLowerInvariant()}, but has no known answer.");
        if (item.Cohort is { } cohort && !Cohort.IsName(cohort))
            throw new QueueException(QueueProblem.Invalid, $"Item {item.Item.Id} is for '{cohort}'; a cohort is called by letters, digits and '-'.");
        if (item.Known?.Expected.Problems(item.Item).FirstOrDefault() is { } problem)
            throw new QueueException(QueueProblem.Invalid, $"The known answer of item {item.Item.Id} does not answer it: {problem}.");
    }

    private static string Places(int rows) => string.Join(", ", Enumerable.Range(0, rows).Select(row =>
    {
        string P(int column) => $"${row * 11 + column}";
        return $"({P(1)}, {P(2)}, {P(3)}, {P(4)}, 0, 0, 0, 0, 0, {P(5)}, {P(6)}, {P(7)}, {P(8)}, {P(9)}, {P(10)}, {P(11)})";
    }));
}

using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Writing;
using Heed.Runs;

namespace Heed.Feedback.Store.Queue;

/// <summary>What was drawn for a rater.</summary>
/// <param name="Attempt">1, or 2 where the rater is asked again.</param>
/// <param name="Before">The order of the first time, where the rater is asked again.</param>
internal sealed record Drawn(string ItemId, Purpose Purpose, int Attempt, Sampling Sampling, IReadOnlyList<int>? Before = null);

/// <summary>Chooses the next item: practice first; then by lot a known answer, an own answer to repeat, or one that wants a label.</summary>
internal sealed class Drawing(Lots lots)
{
    private const string Unseen = " AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.project = q.project AND a.item_id = q.item_id AND a.rater = $2 AND a.state <> 'expired')";

    private const string Open = "SELECT q.item_id FROM queue q WHERE q.project = $1 AND q.purpose = 'Label' AND q.slots > 0 AND q.aside = 0";

    public Drawn? Draw(WriteTransaction transaction, Standing standing, DateTimeOffset now)
    {
        var (project, random) = (standing.Project, lots.Draw());
        var pools = Pools.Of(transaction, project.Id);
        if (pools.Practice > 0 && Known(transaction, standing, Purpose.Practice) is { } practice) return new Drawn(practice, Purpose.Practice, 1, new Sampling(SamplingPolicy.Practice, 1, pools.Practice));
        if (pools.Gold > 0 && random.Chance(project.GoldShare) && Known(transaction, standing, Purpose.Gold) is { } gold)
            return new Drawn(gold, Purpose.Gold, 1, new Sampling(SamplingPolicy.Gold, project.GoldShare, pools.Gold));
        if (random.Chance(project.RepeatShare) && Repeat(transaction, standing, now) is { } repeat) return repeat;
        // The group furthest behind comes first; where the rater can do nothing of it, the next.
        return project.Groups.Count == 0 ? Label(transaction, standing, pools.Open, random, [])
            : Behind(transaction, project).Select(group => Label(transaction, standing, pools.Open, random, [("q.stratum =", group)])).FirstOrDefault(drawn => drawn is not null);
    }

    private static IEnumerable<string> Behind(WriteTransaction transaction, FeedbackProject project)
    {
        var given = transaction.List("SELECT stratum, SUM(answers + leased) FROM queue WHERE project = $1 AND purpose = 'Label' AND stratum IS NOT NULL GROUP BY stratum",
            r => (Group: r.GetString(0), Count: r.GetInt64(1)), project.Id).ToDictionary(g => g.Group, g => g.Count);
        return project.Groups.OrderBy(g => given.GetValueOrDefault(g.Key) / g.Value).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);
    }

    private static Drawn? Label(WriteTransaction transaction, Standing standing, int open, SeededRandom random, Condition[] where)
    {
        var selection = standing.Project.Selection;
        var byLot = selection == Selection.Random || (selection == Selection.Active && random.Chance(standing.Project.RandomShare));
        if (byLot) return ByLot(transaction, standing, random, where) is { } lot ? new Drawn(lot, Purpose.Label, 1, new Sampling(SamplingPolicy.Random, 1.0 / Math.Max(1, open), open)) : null;
        var order = selection == Selection.Active ? "q.priority DESC, q.score DESC, q.shuffle" : "q.priority DESC, q.shuffle";
        var sampling = new Sampling(selection == Selection.Active ? SamplingPolicy.Active : SamplingPolicy.Queue, 1, open);
        return First(transaction, standing, where, order) is { } first ? new Drawn(first, Purpose.Label, 1, sampling) : null;
    }

    /// <summary>The first open item after a random point of the random order, around its end.</summary>
    private static string? ByLot(WriteTransaction transaction, Standing standing, SeededRandom random, Condition[] where)
    {
        var from = (long)(random.NextUInt64() >> 1);
        return First(transaction, standing, [.. where, ("q.shuffle >=", from)], "q.shuffle") ?? First(transaction, standing, [.. where, ("q.shuffle <", from)], "q.shuffle");
    }

    private static string? First(WriteTransaction transaction, Standing standing, Condition[] where, string order)
    {
        Condition[] all = [.. where, .. standing.OptOuts.Select(o => new Condition("COALESCE(q.warnings, '') NOT LIKE", $"%|{o}|%"))];
        return transaction.Single($"{Open}{string.Concat(all.Select((c, i) => $" AND {c.Text} ${i + 3}"))}{Unseen} ORDER BY {order} LIMIT 1", r => r.GetString(0),
            [standing.Project.Id, standing.Rater, .. all.Select(c => c.Value)]);
    }

    private static string? Known(WriteTransaction transaction, Standing standing, Purpose purpose) => transaction.Single(
        $"SELECT q.item_id FROM queue q WHERE q.project = $1 AND q.purpose = $3 AND q.aside = 0{Unseen} ORDER BY q.priority DESC, q.shuffle LIMIT 1", r => r.GetString(0),
        standing.Project.Id, standing.Rater, purpose.ToString());

    private static Drawn? Repeat(WriteTransaction transaction, Standing standing, DateTimeOffset now)
    {
        var before = (now - standing.Project.RepeatAfter).ToUnixTimeMilliseconds();
        return transaction.Single("""
            SELECT a.item_id, a.shown FROM assignments a WHERE a.rater = $1 AND a.project = $2 AND a.state = 'submitted' AND a.purpose = 'Label' AND a.attempt = 1 AND a.ended < $3
            AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.project = a.project AND b.item_id = a.item_id AND b.rater = a.rater AND b.attempt = 2) ORDER BY a.ended LIMIT 1
            """, r => new Drawn(r.GetString(0), Purpose.Repeat, 2, new Sampling(SamplingPolicy.Repeat, standing.Project.RepeatShare), Order(r.GetString(1))), standing.Rater, standing.Project.Id, before);
    }

    private static IReadOnlyList<int> Order(string shown) => JsonSerializer.Deserialize<Shown>(shown, FeedbackJson.Options)!.Order;
}

/// <summary>What an item must fulfil: the text of a condition up to its value.</summary>
internal readonly record struct Condition(string Text, object Value)
{
    public static implicit operator Condition((string Text, object Value) pair) => new(pair.Text, pair.Value);
}

/// <summary>How many items a draw falls on.</summary>
internal sealed record Pools(int Open, int Gold, int Practice)
{
    public static Pools Of(WriteTransaction transaction, string project)
    {
        var counts = transaction.List("SELECT purpose, COUNT(*) FROM queue WHERE project = $1 AND aside = 0 AND (slots > 0 OR purpose <> 'Label') GROUP BY purpose",
            r => (Purpose: Enum.Parse<Purpose>(r.GetString(0)), Count: (int)r.GetInt64(1)), project).ToDictionary(c => c.Purpose, c => c.Count);
        return new Pools(counts.GetValueOrDefault(Purpose.Label), counts.GetValueOrDefault(Purpose.Gold), counts.GetValueOrDefault(Purpose.Practice));
    }
}

using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Writing;
using Heed.Runs;

namespace Heed.Feedback.Store.Queue;

/// <summary>What was drawn for a rater.</summary>
/// <param name="Attempt">1, or 2 where the rater is asked again.</param>
/// <param name="Before">The order of the first time, where the rater is asked again.</param>
internal sealed record Drawn(string ItemId, Purpose Purpose, int Attempt, Sampling Sampling, IReadOnlyList<int>? Before = null)
{
    /// <summary>The item's warnings, as the queue writes them.</summary>
    public string? Warnings { get; init; }

    /// <summary>The rater's own lease on it that ran out.</summary>
    public string? Expired { get; init; }
}

/// <summary>Chooses the next item: practice first; then by lot a known answer, an own answer to repeat, or one that wants a label.</summary>
internal sealed class Drawing(Lots lots)
{
    /// <summary>Items that the rater never had, or gave back by not answering.</summary>
    private const string Unseen = """
        SELECT q.item_id, q.warnings, a.token FROM queue q
        LEFT JOIN assignments a ON a.project = q.project AND a.item_id = q.item_id AND a.rater = $2 AND a.attempt = 1
        WHERE q.project = $1 AND (a.token IS NULL OR a.state = 'expired')
        """;

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (Pools Pools, DateTimeOffset Time)> _pools = [];

    /// <summary>A queue was filled: what was counted is no longer so.</summary>
    public void Forget(string project) => _pools.Remove(project);

    public Drawn? Draw(WriteTransaction transaction, Standing standing, DateTimeOffset now)
    {
        var (project, random) = (standing.Project, lots.Draw());
        var pools = Count(transaction, project.Id, now);
        if (pools.Practice > 0 && Known(transaction, standing, Purpose.Practice, new Sampling(SamplingPolicy.Practice, 1, pools.Practice)) is { } practice) return practice;
        if (pools.Gold > 0 && random.Chance(project.GoldShare) && Known(transaction, standing, Purpose.Gold, new Sampling(SamplingPolicy.Gold, project.GoldShare, pools.Gold)) is { } gold) return gold;
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
        if (byLot) return ByLot(transaction, standing, new Sampling(SamplingPolicy.Random, 1.0 / Math.Max(1, open), open), random, where);
        var order = selection == Selection.Active ? "q.priority DESC, q.score DESC, q.shuffle" : "q.priority DESC, q.shuffle";
        var sampling = new Sampling(selection == Selection.Active ? SamplingPolicy.Active : SamplingPolicy.Queue, 1, open);
        return First(transaction, standing, Purpose.Label, sampling, where, order);
    }

    /// <summary>The first open item after a random point of the random order, around its end.</summary>
    private static Drawn? ByLot(WriteTransaction transaction, Standing standing, Sampling sampling, SeededRandom random, Condition[] where)
    {
        var from = (long)(random.NextUInt64() >> 1);
        return First(transaction, standing, Purpose.Label, sampling, [.. where, ("q.shuffle >=", from)], "q.shuffle") ?? First(transaction, standing, Purpose.Label, sampling, [.. where, ("q.shuffle <", from)], "q.shuffle");
    }

    private static Drawn? First(WriteTransaction transaction, Standing standing, Purpose purpose, Sampling sampling, Condition[] where, string order)
    {
        Condition[] all = [.. where, .. standing.OptOuts.Select(o => new Condition("COALESCE(q.warnings, '') NOT LIKE", $"%|{o}|%"))];
        var open = purpose == Purpose.Label ? " AND q.slots > 0 AND q.aside = 0" : " AND q.aside = 0";
        return transaction.Single($"{Unseen} AND q.purpose = '{purpose}'{open}{string.Concat(all.Select((c, i) => $" AND {c.Text} ${i + 3}"))} ORDER BY {order} LIMIT 1",
            r => new Drawn(r.GetString(0), purpose, 1, sampling) { Warnings = r.IsDBNull(1) ? null : r.GetString(1), Expired = r.IsDBNull(2) ? null : r.GetString(2) },
            [standing.Project.Id, standing.Rater, .. all.Select(c => c.Value)]);
    }

    private static Drawn? Known(WriteTransaction transaction, Standing standing, Purpose purpose, Sampling sampling) =>
        First(transaction, standing, purpose, sampling, [], "q.priority DESC, q.shuffle");

    private Pools Count(WriteTransaction transaction, string project, DateTimeOffset now)
    {
        if (_pools.TryGetValue(project, out var counted) && now - counted.Time < CountEvery && now >= counted.Time) return counted.Pools;
        var pools = Pools.Of(transaction, project);
        _pools[project] = (pools, now);
        return pools;
    }

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

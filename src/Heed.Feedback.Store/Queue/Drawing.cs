using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
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
    public Drawn(Opening opening, Purpose purpose, Sampling sampling) : this(opening.ItemId, purpose, 1, sampling) => (Warnings, Expired) = (opening.Warnings, opening.Expired);

    /// <summary>The item's warnings, as the queue writes them.</summary>
    public string? Warnings { get; init; }

    /// <summary>The rater's own lease on it that ran out.</summary>
    public string? Expired { get; init; }
}

/// <summary>Chooses the next item: practice first; then by lot a known answer, an own answer to repeat, or one that wants a label.</summary>
internal sealed class Drawing(Openings openings, Lots lots)
{
    // Lookups by the item, one by one: as joins, a server without statistics may read all of a project's assignments for each item, and by the rater's own index all that the rater ever had.
    private const string Mine = "FROM assignments a WHERE a.project = q.project AND a.item_id = q.item_id AND a.rater || '' = $2 AND a.attempt = 1";

    /// <summary>Items that the rater never had, or gave back by not answering.</summary>
    private const string Unseen = $"SELECT q.item_id, q.warnings, q.cohort, (SELECT a.token {Mine}), q.slots FROM queue q WHERE q.project = $1 AND COALESCE((SELECT a.state {Mine}), 'expired') = 'expired'";

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    /// <summary>Share of the time that counting may take where queues are long.</summary>
    private const double CountingShare = 0.01;

    private readonly Dictionary<string, (Pools Pools, DateTimeOffset Time, TimeSpan Holds)> _pools = [];
    private readonly ConcurrentDictionary<string, FeedbackProject> _settings = [];

    /// <summary>A queue was filled: what was counted is no longer so.</summary>
    public void Forget(string project)
    {
        _pools.Remove(project);
        openings.Forget(project);
    }

    /// <summary>What a rater would get if no lot falls, by the project's settings of late; null where they are unknown or leave all to chance.</summary>
    public LikelyDraw? Likely(string project, string rater) => _settings.TryGetValue(project, out var settings) && settings is { Groups.Count: 0, Selection: not Selection.Random }
        ? new LikelyDraw(Precedence(settings), Ask(project, rater, Purpose.Label, From(project, settings), Precedence(settings), Several(settings))) : null;

    /// <summary>From the first open item on, among those of its priority; what is behind them is looked for where these are not enough.</summary>
    private Condition[] From(string project, FeedbackProject settings) => settings.Selection == Selection.Queue && openings.First(project) is { } first
        ? [("q.priority = {0}", first.Priority), ("q.shuffle >= {0}", first.Shuffle)] : [];

    /// <summary>Openings that are asked for ahead: enough for those who draw at the same time.</summary>
    private static int Several(FeedbackProject settings) => Math.Clamp(36 / settings.Overlap, 12, 36);

    public Drawn? Draw(WriteTransaction transaction, Standing standing, LikelyDraw? likely, DateTimeOffset now)
    {
        var (project, random) = (standing.Project, lots.Draw());
        _settings[project.Id] = project;
        var pools = Count(transaction, project.Id, now);
        if (pools.Practice > 0 && Known(transaction, standing, Purpose.Practice, new Sampling(SamplingPolicy.Practice, 1, pools.Practice)) is { } practice) return practice;
        if (pools.Gold > 0 && random.Chance(project.GoldShare) && Known(transaction, standing, Purpose.Gold, new Sampling(SamplingPolicy.Gold, project.GoldShare, pools.Gold)) is { } gold) return gold;
        if (random.Chance(project.RepeatShare) && Repeat(transaction, standing, now) is { } repeat) return repeat;
        // The group furthest behind comes first; where the rater can do nothing of it, the next.
        return project.Groups.Count == 0 ? Label(transaction, standing, likely, pools.Open, random, [])
            : Behind(transaction, project).Select(group => Label(transaction, standing, null, pools.Open, random, [("q.stratum = {0}", group)])).FirstOrDefault(drawn => drawn is not null);
    }

    private static IEnumerable<string> Behind(WriteTransaction transaction, FeedbackProject project)
    {
        var given = transaction.List("SELECT stratum, SUM(answers + leased) FROM queue WHERE project = $1 AND purpose = 'Label' AND stratum IS NOT NULL GROUP BY stratum",
            r => (Group: r.GetString(0), Count: r.GetInt64(1)), project.Id).ToDictionary(g => g.Group, g => g.Count);
        return project.Groups.OrderBy(g => given.GetValueOrDefault(g.Key) / g.Value).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);
    }

    private Drawn? Label(WriteTransaction transaction, Standing standing, LikelyDraw? likely, int open, SeededRandom random, Condition[] where)
    {
        var selection = standing.Project.Selection;
        var byLot = selection == Selection.Random || (selection == Selection.Active && random.Chance(standing.Project.RandomShare));
        if (byLot) return ByLot(transaction, standing, new Sampling(SamplingPolicy.Random, 1.0 / Math.Max(1, open), open), random, where);
        var sampling = new Sampling(selection == Selection.Active ? SamplingPolicy.Active : SamplingPolicy.Queue, 1, open);
        return Seen(transaction, standing, likely) is { } seen
            ? new Drawn(seen, Purpose.Label, sampling)
            : First(transaction, standing, Purpose.Label, sampling, where, Precedence(standing.Project));
    }

    private static string Precedence(FeedbackProject project) => project.Selection == Selection.Active ? "q.priority DESC, q.score DESC, q.shuffle" : "q.priority DESC, q.shuffle";

    /// <summary>The first of the openings that were asked for ahead which nobody took since, and which is not refused.</summary>
    private Opening? Seen(WriteTransaction transaction, Standing standing, LikelyDraw? likely) =>
        likely is not null && likely.Order == Precedence(standing.Project) && transaction.Knows(likely.Openings)
            ? likely.Openings.Answer.Find(o => openings.Holds(transaction, standing.Project.Id, o) && !standing.Refuses(o.Warnings) && standing.IsIn(o.Cohort)) : null;

    /// <summary>The first open item after a random point of the random order, around its end.</summary>
    private static Drawn? ByLot(WriteTransaction transaction, Standing standing, Sampling sampling, SeededRandom random, Condition[] where)
    {
        var from = (long)(random.NextUInt64() >> 1);
        return First(transaction, standing, Purpose.Label, sampling, [.. where, ("q.shuffle >= {0}", from)], "q.shuffle") ?? First(transaction, standing, Purpose.Label, sampling, [.. where, ("q.shuffle < {0}", from)], "q.shuffle");
    }

    private static Drawn? First(WriteTransaction transaction, Standing standing, Purpose purpose, Sampling sampling, Condition[] where, string order)
    {
        Condition[] all = [.. where, .. standing.OptOuts.Select(o => new Condition("COALESCE(q.warnings, '') NOT LIKE {0}", $"%|{o}|%")), InCohort(standing)];
        return transaction.Answer(Ask(standing.Project.Id, standing.Rater, purpose, all, order, 1)) is [var opening] ? new Drawn(opening, purpose, sampling) : null;
    }

    private static Question<Opening> Ask(string project, string rater, Purpose purpose, Condition[] where, string order, int count)
    {
        var open = purpose == Purpose.Label ? " AND q.wanted = 1" : " AND q.aside = 0";
        return new Question<Opening>(rater, $"{Unseen} AND q.purpose = '{purpose}'{open}{string.Concat(where.Select((c, i) => " AND " + string.Format(CultureInfo.InvariantCulture, c.Text, $"${i + 3}")))} ORDER BY {order} LIMIT {count}",
            r => new Opening(r.GetString(0), Text(r, 1), Text(r, 2), Text(r, 3), r.GetInt32(4)), [project, rater, .. where.Select(c => c.Value)]);
    }

    private static Condition InCohort(Standing standing) => standing.Cohorts.Length == 0
        ? new Condition("COALESCE(q.cohort, {0}) = ''", "") : new Condition("(q.cohort IS NULL OR {0} LIKE '%|' || q.cohort || '|%')", standing.Cohorts);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Drawn? Known(WriteTransaction transaction, Standing standing, Purpose purpose, Sampling sampling) =>
        First(transaction, standing, purpose, sampling, [], "q.priority DESC, q.shuffle");

    private Pools Count(WriteTransaction transaction, string project, DateTimeOffset now)
    {
        if (_pools.TryGetValue(project, out var counted) && now - counted.Time < counted.Holds && now >= counted.Time) return counted.Pools;
        var started = Stopwatch.GetTimestamp();
        var pools = Pools.Of(transaction, project);
        var first = transaction.Single("SELECT priority, shuffle FROM queue WHERE project = $1 AND purpose = 'Label' AND wanted = 1 ORDER BY priority DESC, shuffle LIMIT 1",
            r => ((int Priority, long Shuffle)?)(r.GetInt32(0), r.GetInt64(1)), project);
        if (first is { } begins) openings.Begin(project, begins);
        else openings.Forget(project);
        var holds = Stopwatch.GetElapsedTime(started) / CountingShare;
        _pools[project] = (pools, now, holds > CountEvery ? holds : CountEvery);
        return pools;
    }

    private static Drawn? Repeat(WriteTransaction transaction, Standing standing, DateTimeOffset now)
    {
        var before = (now - standing.Project.RepeatAfter).ToUnixTimeMilliseconds();
        return transaction.Single("""
            SELECT a.item_id, a.shown FROM assignments a WHERE a.rater = $1 AND a.project = $2 AND a.state = 'submitted' AND a.purpose = 'Label' AND a.attempt = 1 AND a.ended < $3
            AND (SELECT b.token FROM assignments b WHERE b.project = a.project AND b.item_id = a.item_id AND b.rater = a.rater AND b.attempt = 2) IS NULL ORDER BY a.ended LIMIT 1
            """, r => new Drawn(r.GetString(0), Purpose.Repeat, 2, new Sampling(SamplingPolicy.Repeat, standing.Project.RepeatShare), Order(r.GetString(1))), standing.Rater, standing.Project.Id, before);
    }

    private static IReadOnlyList<int> Order(string shown) => JsonSerializer.Deserialize<Shown>(shown, FeedbackJson.Options)!.Order;
}

/// <summary>What an item must fulfil: the text of a condition with {0} where its value stands.</summary>
internal readonly record struct Condition(string Text, object Value)
{
    public static implicit operator Condition((string Text, object Value) pair) => new(pair.Text, pair.Value);
}

/// <summary>How many items a draw falls on.</summary>
internal sealed record Pools(int Open, int Gold, int Practice)
{
    public static Pools Of(WriteTransaction transaction, string project)
    {
        var counts = transaction.List("SELECT purpose, COUNT(*) FROM queue WHERE project = $1 AND aside = 0 AND (wanted = 1 OR purpose <> 'Label') GROUP BY purpose",
            r => (Purpose: Enum.Parse<Purpose>(r.GetString(0)), Count: (int)r.GetInt64(1)), project).ToDictionary(c => c.Purpose, c => c.Count);
        return new Pools(counts.GetValueOrDefault(Purpose.Label), counts.GetValueOrDefault(Purpose.Gold), counts.GetValueOrDefault(Purpose.Practice));
    }
}

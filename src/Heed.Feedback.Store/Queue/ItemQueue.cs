using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Queue;

/// <summary>
/// Who is asked what next. An item is leased to one rater at a time for each answer it wants, by a counter on the item itself; a lease that runs out gives the
/// place back. No rater gets an item twice, but to be asked again on purpose.
/// </summary>
public sealed class ItemQueue
{
    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;
    private readonly Lots _lots;
    private readonly Leasing _leasing;
    private readonly Answering _answering;
    private readonly Settling _settling;

    internal ItemQueue(Database database, Writer writer, TimeProvider clock, Lots lots)
    {
        (_database, _writer, _clock, _lots) = (database, writer, clock, lots);
        var (items, openings) = (new ItemCache(), new Openings());
        _leasing = new Leasing(items, openings, lots);
        _answering = new Answering(items, openings, _leasing);
        _settling = new Settling(openings);
    }

    /// <summary>Adds items to a project's queue; those that are in it already stay as they are. Returns how many were new.</summary>
    public async Task<int> AddAsync(string project, IEnumerable<QueuedItem> items)
    {
        var count = 0;
        foreach (var some in items.Chunk(ItemTable.IdsAQuery))
            count += await _writer.RunAsync(t =>
            {
                _leasing.Forget(project);
                return Enqueueing.Add(t, Enqueueing.Project(t, project), some, _lots, _database.Name, _clock.GetUtcNow());
            });
        return count;
    }

    /// <summary>Sets how much an answer to each item is expected to tell: what active selection goes by. Returns how many of them are in the queue.</summary>
    public Task<int> ScoreAsync(string project, IReadOnlyDictionary<string, double> scores) => _writer.RunAsync(t =>
        scores.Sum(s => t.Execute("UPDATE queue SET score = $1 WHERE project = $2 AND item_id = $3", s.Value, project, s.Key)));

    /// <summary>What is next for a rater? Leases an item, or says why not. An item that the rater holds and does not name comes again.</summary>
    /// <param name="held">Tokens of the leases that the page has at hand.</param>
    public Task<Turn> NextAsync(string project, string rater, IReadOnlyCollection<string>? held = null)
    {
        var questions = _leasing.Ask(project, rater);
        return _writer.RunAsync(t => _leasing.Next(t, questions, held ?? [], _clock.GetUtcNow()), rater, questions.All);
    }

    /// <summary>A lease of this rater, whatever became of it.</summary>
    /// <exception cref="QueueException">There is none of that token.</exception>
    public Task<Lease> FindAsync(string token, string rater) => _writer.RunAsync(t => _leasing.Find(t, token, rater));

    /// <summary>Keeps an item longer; returns until when.</summary>
    public Task<DateTimeOffset> ExtendAsync(string token, string rater) => _writer.RunAsync(t => _leasing.Extend(t, token, rater, _clock.GetUtcNow()), rater);

    /// <summary>Records an answer. On a lease that was answered already it takes the place of the earlier answer.</summary>
    /// <param name="place">The page or program it comes from.</param>
    /// <exception cref="QueueException">No such lease of this rater, or the answer does not fit the item.</exception>
    public Task<Receipt> SubmitAsync(string rater, Submission submission, string place)
    {
        var question = AnswerFacts.Ask(rater, submission.Token, submission.Key);
        return _writer.RunAsync(t => _answering.Submit(t, rater, submission, question, place, _clock.GetUtcNow()), rater, [question]);
    }

    /// <summary>Gives an item back, for another rater.</summary>
    /// <param name="timing">How long it was looked at; null where the page did not measure it.</param>
    public Task<Receipt> SkipAsync(string rater, string token, string key, string reason, string? comment, string place, Timing? timing = null) =>
        _writer.RunAsync(t => _answering.Skip(t, rater, token, key, reason, comment, timing, place, _clock.GetUtcNow()), rater);

    /// <summary>Takes an answer or a skip back; the item is the rater's again, with the former answer as draft (candidates by position on the screen).</summary>
    public Task<Lease> UndoAsync(string rater, string token, string place) => _writer.RunAsync(t => _answering.Undo(t, rater, token, place, _clock.GetUtcNow()), rater);

    /// <summary>Records marks on the item itself; the lease stays.</summary>
    public Task<string> FlagAsync(string rater, string token, IReadOnlyList<string> labels, string? comment, string place) =>
        _writer.RunAsync(t => _answering.Flag(t, rater, token, labels, comment, place, _clock.GetUtcNow()), rater);

    /// <summary>Records what a rater asks about an item; the lease stays. Returns the event.</summary>
    public Task<string> AskAsync(string rater, string token, string text, string place) =>
        _writer.RunAsync(t => _answering.Ask(t, rater, token, text, place, _clock.GetUtcNow()), rater);

    /// <summary>Records what a reviewer decides about an item; it does not come to the reviewer as a rater any more. Returns the event.</summary>
    /// <exception cref="QueueException">The reviewer answered the item as a rater, or is none.</exception>
    public Task<string> SettleAsync(string reviewer, Settlement settlement, string place) =>
        _writer.RunAsync(t => _settling.Settle(t, reviewer, settlement, place, _clock.GetUtcNow()), reviewer);

    /// <summary>Keeps what is not ready yet, as the page writes it.</summary>
    public Task SaveDraftAsync(string rater, string token, string draft) => _writer.RunAsync(t =>
    {
        _leasing.Held(t, token, rater);
        return t.Execute("INSERT INTO drafts (token, content, time) VALUES ($1, $2, $3) ON CONFLICT (token) DO UPDATE SET content = excluded.content, time = excluded.time",
            token, draft, _clock.GetUtcNow().ToUnixTimeMilliseconds());
    }, rater);

    /// <summary>What a rater did last in a project, the newest first.</summary>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string project, string rater, int count = 20, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<HistoryEntry>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await (from a in context.Assignments.AsNoTracking()
                          where a.Project == project && a.Rater == rater && a.EventId != null
                          orderby a.Ended descending
                          join e in context.Events on a.EventId equals e.Id
                          join p in context.Payloads on e.Sequence equals p.Sequence
                          join i in context.Items on a.ItemId equals i.Id
                          select new { Assignment = a, Item = i.Content, Event = p.Content }).Take(count).ToListAsync(cancellation);
        return [.. rows.Select(r => Entry(r.Assignment, r.Item, r.Event))];
    });

    /// <summary>The known answers of a project's gold and practice items, by item; for those who judge raters, not for raters.</summary>
    public Task<IReadOnlyDictionary<string, KnownAnswer>> KnownAsync(string project, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyDictionary<string, KnownAnswer>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await context.Queue.AsNoTracking().Where(q => q.Project == project && q.Known != null).Select(q => new { q.ItemId, q.Known }).ToListAsync(cancellation);
        return rows.ToDictionary(r => r.ItemId, r => JsonSerializer.Deserialize<KnownAnswer>(r.Known!, FeedbackJson.Options)!);
    });

    /// <summary>Every content warning of a project's items, in alphabetical order: what its raters may opt out of.</summary>
    public Task<IReadOnlyList<string>> WarningsAsync(string project, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<string>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await context.Queue.AsNoTracking().Where(q => q.Project == project && q.Warnings != null).Select(q => q.Warnings!).Distinct().ToListAsync(cancellation);
        return [.. rows.SelectMany(w => w.Split('|', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal)];
    });

    /// <summary>The items that were skipped too often, with their skips; the most skipped first.</summary>
    public Task<IReadOnlyList<SetAside>> SetAsideAsync(string project, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<SetAside>>(async () =>
    {
        await using var context = _database.Context();
        return await context.Queue.AsNoTracking().Where(q => q.Project == project && q.Aside != 0).OrderByDescending(q => q.Skips).ThenBy(q => q.ItemId).Select(q => new SetAside(q.ItemId, q.Skips)).ToListAsync(cancellation);
    });

    /// <summary>Opens an item that was set aside again, as if nobody had skipped it; raters who did do not get it again.</summary>
    /// <exception cref="QueueException">There is no such item, or it is not set aside.</exception>
    public Task ReopenAsync(string project, string item) => _writer.RunAsync(t =>
    {
        _leasing.Forget(project);
        return t.Execute("UPDATE queue SET aside = 0, skips = 0 WHERE project = $1 AND item_id = $2 AND aside <> 0", project, item) > 0
            ? item : throw new QueueException(QueueProblem.NotFound, "There is no such item that is set aside.");
    });

    /// <summary>The answer that completed an item: the last of those that count, where it wants no more. Null where it still does.</summary>
    public Task<string?> CompletedByAsync(string project, string item, CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        await using var context = _database.Context();
        var complete = await context.Queue.AnyAsync(q => q.Project == project && q.ItemId == item && q.Purpose == nameof(Purpose.Label) && q.Slots <= 0 && q.Leased == 0 && q.Answers > 0, cancellation);
        return !complete ? null : await context.Assignments.AsNoTracking().Where(a => a.Project == project && a.ItemId == item && a.State == AssignmentState.Submitted)
            .OrderByDescending(a => a.Ended).ThenByDescending(a => a.Token).Select(a => a.EventId).FirstOrDefaultAsync(cancellation);
    });

    /// <summary>Items of a part of the queue, the first in line first.</summary>
    public Task<QueueListing> ListAsync(string project, QueuePart part, int skip = 0, int take = 50, CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        await using var context = _database.Context();
        return await QueueListing.OfAsync(context, project, part, skip, take, cancellation);
    });

    /// <summary>An item of a project's queue; null where it is not in it.</summary>
    public Task<FeedbackItem?> ItemAsync(string project, string item, CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        await using var context = _database.Context();
        var content = await context.Queue.Where(q => q.Project == project && q.ItemId == item).Join(context.Items, q => q.ItemId, i => i.Id, (q, i) => i.Content).FirstOrDefaultAsync(cancellation);
        return content is null ? null : FeedbackJson.ReadItem(content);
    });

    /// <summary>How far a project is.</summary>
    public Task<QueueHealth> HealthAsync(string project, CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        await using var context = _database.Context();
        var queue = context.Queue.AsNoTracking().Where(q => q.Project == project);
        var label = queue.Where(q => q.Purpose == nameof(Purpose.Label));
        return new QueueHealth(
            await label.CountAsync(cancellation),
            await label.CountAsync(q => q.Slots > 0 && q.Aside == 0, cancellation),
            await queue.SumAsync(q => q.Leased, cancellation),
            await label.CountAsync(q => q.Slots <= 0 && q.Leased == 0 && q.Aside == 0, cancellation),
            await label.CountAsync(q => q.Aside != 0, cancellation),
            await label.SumAsync(q => q.Answers, cancellation),
            await label.SumAsync(q => q.Surplus, cancellation),
            await context.Assignments.CountAsync(a => a.Project == project && a.State == AssignmentState.Expired, cancellation),
            await queue.CountAsync(q => q.Purpose == nameof(Purpose.Gold), cancellation),
            await queue.CountAsync(q => q.Purpose == nameof(Purpose.Practice), cancellation));
    });

    private static HistoryEntry Entry(AssignmentRow row, string item, string happened)
    {
        var shown = JsonSerializer.Deserialize<Shown>(row.Shown, FeedbackJson.Options)!;
        var answer = FeedbackJson.ReadEvent(happened) is Answered answered ? answered.Answer.AsShown(shown.Order) : null;
        return new HistoryEntry(row.Token, FeedbackJson.ReadItem(item), shown, Enum.Parse<Purpose>(row.Purpose), DateTimeOffset.FromUnixTimeMilliseconds(row.Ended ?? row.Leased), row.EventId!, answer);
    }
}

/// <summary>An item that raters skipped too often.</summary>
public sealed record SetAside(string ItemId, int Skips);

using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Keeping;

/// <summary>What is done with the answers of a rater who is forgotten.</summary>
public enum ErasedAnswers
{
    /// <summary>They go; the items are open again for others.</summary>
    Delete,
    /// <summary>They stay without any name: nobody can tell that two of them are one person's.</summary>
    Unlink,
}

/// <summary>What an erasure did.</summary>
/// <param name="Events">Events whose content is gone.</param>
/// <param name="Kept">Answers that stay without a name.</param>
/// <param name="Reopened">Items that want another rater again.</param>
/// <param name="Datasets">Versions of datasets that hold erased answers: what learned from them is to be made again or replaced.</param>
public sealed record Erasure(int Events, int Kept, int Reopened, IReadOnlyList<string> Datasets);

/// <summary>
/// Forgets raters: the account and every event's content and salt go, the places in the chain stay. Nothing that is left names the rater, and nobody can test
/// a guess of what was said.
/// </summary>
public sealed class Erasing
{
    private const string Place = "erasure", Kept = "kept for ";

    /// <summary>What raters say, as against what is noted about them.</summary>
    private static readonly Type[] Said = [typeof(Answered), typeof(Skipped), typeof(Withdrawn), typeof(ItemFlagged), typeof(ActionSeen), typeof(QuestionAsked), typeof(Served)];

    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;

    internal Erasing(Database database, Writer writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>Forgets a rater.</summary>
    /// <param name="reason">Recorded; names nobody.</param>
    public async Task<Erasure> EraseAsync(string rater, ErasedAnswers answers, string reason)
    {
        if (reason.Contains(rater, StringComparison.Ordinal)) throw new QueueException(QueueProblem.Invalid, "The reason names the rater; it stays in the record. Give one that does not.");
        var erasure = await _writer.RunAsync(t => Erase(t, rater, answers, reason));
        await _database.CompactAsync();
        return erasure;
    }

    /// <summary>Erases what raters of a project said longer ago than it keeps that; returns the number of events.</summary>
    public async Task<int> ExpireAsync(FeedbackProject project)
    {
        if (project.RetentionDays == 0 || project.LegalHold) return 0;
        var count = await _writer.RunAsync(t => Expire(t, project));
        if (count > 0) await _database.CompactAsync();
        return count;
    }

    /// <summary>
    /// Erases again what another copy of this record has erased, each as it was: raters forgotten with their answers, raters whose answers stay without a name,
    /// and single events that were too old. For a backup that is older than an erasure. Returns the number of events.
    /// </summary>
    public async Task<int> EraseAgainAsync(FeedbackStore newer)
    {
        var steps = new List<(Erased Erased, List<string> Ids, List<string> Raters)>();
        await foreach (var recorded in newer.Log.ReadAsync())
            if (recorded.Event is Erased erased)
            {
                var ids = await newer.Erasing.IdsAsync([.. Places.Read(erased.Sequences)]);
                steps.Add((erased, ids, await _writer.RunAsync(t => RatersOf(t, ids))));
            }
        var (count, done) = (0, new HashSet<string>());
        foreach (var (erased, ids, raters) in steps)
            if (CauseOf(erased) == ErasureCause.Expired) count += await _writer.RunAsync(t => ExpireAgain(t, ids, erased.Reason));
            else
                foreach (var rater in raters.Where(done.Add))
                    count += (await EraseAsync(rater, CauseOf(erased) == ErasureCause.Unlinked ? ErasedAnswers.Unlink : ErasedAnswers.Delete, "erased before; restored from an older copy")).Events;
        if (count > 0) await CompactAsync();
        return count;
    }

    /// <summary>Frees what was deleted in this database, also in tables that others keep in it, so that no page of the disk still holds it.</summary>
    public Task CompactAsync() => _database.CompactAsync();

    /// <summary>Before erasures named their cause, the reason of an expiry told it.</summary>
    private static ErasureCause CauseOf(Erased erased) => erased.Cause ?? (erased.Reason.StartsWith(Kept, StringComparison.Ordinal) ? ErasureCause.Expired : ErasureCause.Forgotten);

    private int ExpireAgain(WriteTransaction transaction, List<string> ids, string reason)
    {
        var there = ids.SelectMany(id => transaction.List("SELECT p.sequence FROM events e JOIN payloads p ON p.sequence = e.sequence WHERE e.id = $1", r => r.GetInt64(0), id)).Order().ToList();
        Drop(transaction, there, reason, ErasureCause.Expired, _clock.GetUtcNow());
        return there.Count;
    }

    private Task<List<string>> IdsAsync(long[] places) => _writer.RunAsync(t =>
        places.Select(place => t.Single("SELECT id FROM events WHERE sequence = $1", r => r.GetString(0), place)).OfType<string>().ToList());

    private static List<string> RatersOf(WriteTransaction transaction, List<string> events) => [.. events
        .Select(id => transaction.Single("SELECT p.rater FROM events e JOIN payloads p ON p.sequence = e.sequence WHERE e.id = $1 AND p.rater IS NOT NULL", r => r.GetString(0), id))
        .OfType<string>().Distinct()];

    private Erasure Erase(WriteTransaction transaction, string rater, ErasedAnswers answers, string reason)
    {
        var now = _clock.GetUtcNow();
        var gone = transaction.List("SELECT sequence, content FROM payloads WHERE rater = $1 ORDER BY sequence", r => (Sequence: r.GetInt64(0), Content: r.GetString(1)), rater);
        if (gone.Count == 0 && transaction.Single("SELECT 1 FROM raters WHERE id = $1", _ => 1, rater) == 0)
            throw new QueueException(QueueProblem.NotFound, $"There is no rater {rater}, and nothing of that name in the record.");
        var datasets = Datasets(transaction, [.. gone.Select(g => g.Sequence)]);
        var kept = answers == ErasedAnswers.Unlink ? Unlink(transaction, [.. gone.Select(g => FeedbackJson.ReadEvent(g.Content))]) : 0;
        var reopened = Free(transaction, rater, reopen: answers == ErasedAnswers.Delete);
        Drop(transaction, [.. gone.Select(g => g.Sequence)], reason, answers == ErasedAnswers.Unlink ? ErasureCause.Unlinked : ErasureCause.Forgotten, now);
        return new Erasure(gone.Count, kept, reopened, datasets);
    }

    private int Expire(WriteTransaction transaction, FeedbackProject project)
    {
        var now = _clock.GetUtcNow();
        var old = transaction.List($"""
            SELECT p.sequence FROM payloads p JOIN events e ON e.sequence = p.sequence WHERE p.project = $1 AND p.rater IS NOT NULL AND e.time < $2
            AND e.kind IN ({string.Join(", ", Said.Select(kind => $"'{kind.Name}'"))}) ORDER BY p.sequence
            """, r => r.GetInt64(0), project.Id, now.AddDays(-project.RetentionDays).ToUnixTimeMilliseconds());
        Drop(transaction, old, $"{Kept}{project.RetentionDays} days", ErasureCause.Expired, now);
        return old.Count;
    }

    /// <summary>Contents and salts go, the places in the chain stay.</summary>
    private static void Drop(WriteTransaction transaction, IReadOnlyList<long> sequences, string reason, ErasureCause cause, DateTimeOffset now)
    {
        foreach (var some in sequences.Chunk(500))
        {
            foreach (var sequence in some)
            {
                transaction.Later("INSERT INTO erasures (sequence, time) VALUES ($1, $2)", sequence, now.ToUnixTimeMilliseconds());
                transaction.Later("DELETE FROM payloads WHERE sequence = $1", sequence);
            }
            transaction.Flush();
        }
        if (sequences.Count > 0) transaction.Append(new Erased(NewId(now), now, Place, reason, Places.Write(sequences)) { Cause = cause });
    }

    /// <summary>Standing answers come into the log once more, without a name, a lease, or a time finer than a day.</summary>
    private static int Unlink(WriteTransaction transaction, FeedbackEvent[] events)
    {
        var standing = StandingAnswers.Of(events);
        foreach (var one in standing)
            transaction.Append(one with
            {
                Id = Identity.Of(Guid.CreateVersion7().ToString(), Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))),
                Rater = null,
                Time = new DateTimeOffset(one.Time.UtcDateTime.Date, TimeSpan.Zero),
                Assignment = null,
                Supersedes = null,
                Timing = one.Timing is { } timing ? new Timing(timing.Elapsed) { ReadToEnd = timing.ReadToEnd } : null,
                Answer = one.Answer with { Notes = one.Answer.Notes is { } notes ? notes with { Comment = null } : null },
            });
        return standing.Count;
    }

    /// <summary>The queue forgets the rater. Places that the answers took are free again where the answers go.</summary>
    private static int Free(WriteTransaction transaction, string rater, bool reopen)
    {
        var mine = transaction.List("SELECT token, project, item_id, purpose, state FROM assignments WHERE rater = $1",
            r => (Token: r.GetString(0), Project: r.GetString(1), Item: r.GetString(2), Purpose: r.GetString(3), State: r.GetString(4)), rater);
        var reopened = 0;
        foreach (var one in mine)
        {
            var change = (one.Purpose, one.State) switch
            {
                (nameof(Purpose.Label), "leased") => "leased = leased - 1, slots = slots + 1",
                (nameof(Purpose.Label), "submitted") when reopen => "answers = answers - 1, slots = slots + 1",
                (nameof(Purpose.Label), "surplus") when reopen => "surplus = surplus - 1",
                _ => null,
            };
            if (change is not null) transaction.Execute($"UPDATE queue SET {change} WHERE project = $1 AND item_id = $2", one.Project, one.Item);
            if (change is not null && one.State == "submitted") reopened++;
            transaction.Execute("DELETE FROM drafts WHERE token = $1", one.Token);
        }
        foreach (var table in new[] { "assignments", "submissions", "memberships" }) transaction.Execute($"DELETE FROM {table} WHERE rater = $1", rater);
        transaction.Execute("DELETE FROM raters WHERE id = $1", rater);
        return reopened;
    }

    private static List<string> Datasets(WriteTransaction transaction, HashSet<long> sequences) => [.. transaction
        .List("SELECT p.content FROM events e JOIN payloads p ON p.sequence = e.sequence WHERE e.kind = 'DatasetFrozen' ORDER BY e.sequence", r => (DatasetFrozen)FeedbackJson.ReadEvent(r.GetString(0)))
        .Where(d => Places.Read(d.Members).Any(sequences.Contains)).Select(d => d.Version)];

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}

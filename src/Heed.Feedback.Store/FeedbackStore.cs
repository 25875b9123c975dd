using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Keeping;
using Heed.Feedback.Store.Queue;
using Heed.Feedback.Store.Writing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>
/// A feedback database: the record of what people were asked and said, and the queue of what they are asked next. Any number of processes may have it open.
/// What a task returned is on the disk.
/// </summary>
public sealed class FeedbackStore : IDisposable
{
    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;

    private FeedbackStore(Database database, TimeProvider clock, ulong? seed)
    {
        (_database, _writer, _clock) = (database, new Writer(database), clock);
        Log = new StoredEventLog(database, _writer, clock);
        Projects = new Projects(database, _writer, clock);
        Raters = new Raters(database, _writer, clock);
        Queue = new ItemQueue(database, _writer, clock, new Lots(seed));
        Captures = new Captures(database, _writer, clock);
        Erasing = new Erasing(database, _writer, clock);
    }

    /// <summary>What happened.</summary>
    public IEventLog Log { get; }

    /// <summary>What is asked, under which rules.</summary>
    public Projects Projects { get; }

    /// <summary>Who is asked.</summary>
    public Raters Raters { get; }

    /// <summary>Who is asked what next, and the answers.</summary>
    public ItemQueue Queue { get; }

    /// <summary>What users of a served model do with its responses.</summary>
    public Captures Captures { get; }

    /// <summary>What is forgotten when a rater asks for it.</summary>
    public Erasing Erasing { get; }

    /// <summary>Recomputes the chain and everything it vouches for.</summary>
    public Task<Verification> VerifyAsync(CancellationToken cancellation = default) => _database.GuardAsync(() => new Verifying(_database).RunAsync(cancellation));

    /// <summary>The items of a project that people answered, each with its standing answers, in the order they were added.</summary>
    /// <param name="upTo">The last event to look at.</param>
    public IAsyncEnumerable<AnsweredItem> AnsweredAsync(string? project = null, long upTo = long.MaxValue, CancellationToken cancellation = default) =>
        new AnsweredItems(_database).ReadAsync(project, upTo, cancellation);

    /// <summary>The last event and the link of the chain up to it.</summary>
    public Task<(long Sequence, string Link)> HeadAsync(CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        await using var context = _database.Context();
        var head = await context.Heads.AsNoTracking().SingleAsync(cancellation);
        return (head.Sequence, Convert.ToHexStringLower(head.Chain));
    });

    /// <summary>Whether the chain goes through a link that was noted earlier.</summary>
    public Task<bool> HasLinkAsync(string link, CancellationToken cancellation = default) => _database.GuardAsync(async () =>
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(link);
        }
        catch (FormatException problem)
        {
            throw new EventLogException($"Expected a link of 64 hexadecimal digits, found {link}.", problem);
        }
        await using var context = _database.Context();
        return await context.Events.AnyAsync(e => e.Chain == bytes, cancellation);
    });

    /// <summary>Records that a version of a dataset was made; once a version.</summary>
    public Task FreezeAsync(DatasetManifest manifest, string place, CancellationToken cancellation = default)
    {
        var frozen = manifest.Frozen(_clock.GetUtcNow(), place);
        return _writer.RunAsync(t => t.Holds(frozen.Id) ? 0 : t.Append(frozen)).WaitAsync(cancellation);
    }

    /// <summary>Where it is, without a password.</summary>
    public string Name => _database.Name;

    /// <summary>Opens a database, making its tables where there are none.</summary>
    /// <param name="address">A file (SQLite), or <c>postgres://user:password@host:port/database</c>.</param>
    /// <param name="seed">Of sides and lots; null: drawn by the operating system, so that nobody can foresee them.</param>
    /// <exception cref="EventLogException">It is no feedback database, is damaged, cannot be reached, or is newer than this program.</exception>
    public static async Task<FeedbackStore> OpenAsync(string address, TimeProvider clock, ulong? seed = null, CancellationToken cancellation = default)
    {
        var database = Database.Of(address);
        await database.GuardAsync(async () =>
        {
            await database.EnsureSchemaAsync(cancellation);
            return true;
        });
        return new FeedbackStore(database, clock, seed);
    }

    /// <summary>Lets a context of the caller's own use the same database, for tables of its own.</summary>
    /// <param name="history">The table that notes its migrations.</param>
    public void Share(DbContextOptionsBuilder context, string history) => _database.Configure(context, history);

    /// <summary>Ends the writer and lets go of the database.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _database.Release();
    }
}

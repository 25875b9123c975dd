using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
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

    private FeedbackStore(Database database, TimeProvider clock, ulong? seed)
    {
        (_database, _writer) = (database, new Writer(database));
        Log = new StoredEventLog(database, _writer);
        Projects = new Projects(database, _writer, clock);
        Raters = new Raters(database, _writer, clock);
        Queue = new ItemQueue(database, _writer, clock, new Lots(seed));
    }

    /// <summary>What happened.</summary>
    public IEventLog Log { get; }

    /// <summary>What is asked, under which rules.</summary>
    public Projects Projects { get; }

    /// <summary>Who is asked.</summary>
    public Raters Raters { get; }

    /// <summary>Who is asked what next, and the answers.</summary>
    public ItemQueue Queue { get; }

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

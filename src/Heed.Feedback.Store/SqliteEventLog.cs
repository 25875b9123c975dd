using System.Runtime.CompilerServices;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>
/// The log in a SQLite file (write-ahead log, full synchronisation): any number of readers and writers, of this process and others. The file
/// itself refuses changes and deletions. A batch is one transaction; events get their places in the order of commits.
/// </summary>
public sealed class SqliteEventLog : IEventLog, IDisposable
{
    private const int IdsAQuery = 500;

    private readonly string _file;
    private readonly string _connection;
    private readonly DbContextOptions<FeedbackContext> _options;

    private SqliteEventLog(string file)
    {
        _file = file;
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 60 }.ToString();
        _options = new DbContextOptionsBuilder<FeedbackContext>().UseSqlite(_connection).AddInterceptors(new ConnectionSettings()).Options;
    }

    /// <summary>Opens the log in a file, making the file where there is none.</summary>
    /// <exception cref="EventLogException">The file is no feedback database, is damaged, or is newer than this program.</exception>
    public static async Task<SqliteEventLog> OpenAsync(string file, CancellationToken cancellation = default)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        var log = new SqliteEventLog(file);
        await log.GuardAsync(async () =>
        {
            await using var database = new FeedbackContext(log._options);
            await database.Database.OpenConnectionAsync(cancellation);
            await Schema.EnsureAsync(database, file, cancellation);
        });
        return log;
    }

    public Task AddItemsAsync(IReadOnlyList<FeedbackItem> items, CancellationToken cancellation = default) => GuardAsync(async () =>
    {
        await using var database = new FeedbackContext(_options);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var known = await KnownAsync(database, [.. items.Select(i => i.Id)], cancellation);
        foreach (var item in items)
        {
            var content = FeedbackJson.Write(item);
            if (known.TryAdd(item.Id, content))
                database.Items.Add(new ItemRow { Id = item.Id, Kind = item.GetType().Name, PromptId = item.Prompt.Id, Content = content });
            else if (known[item.Id] != content) throw new EventLogException($"Item {item.Id} is already in {_file} with other content.");
        }
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    });

    public Task AppendAsync(IReadOnlyList<FeedbackEvent> events, CancellationToken cancellation = default) => GuardAsync(async () =>
    {
        await using var database = new FeedbackContext(_options);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        database.Events.AddRange(events.Select(Row));
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    });

    public async IAsyncEnumerable<FeedbackItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var database = new FeedbackContext(_options);
        var contents = database.Items.AsNoTracking().OrderBy(i => i.Sequence).Select(i => i.Content).AsAsyncEnumerable();
        await foreach (var content in GuardedAsync(contents, cancellation)) yield return FeedbackJson.ReadItem(content);
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var database = new FeedbackContext(_options);
        var rows = database.Events.AsNoTracking().Where(e => e.Sequence > after).OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.Content }).AsAsyncEnumerable();
        await foreach (var row in GuardedAsync(rows, cancellation)) yield return new RecordedEvent(row.Sequence, FeedbackJson.ReadEvent(row.Content));
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

    private static EventRow Row(FeedbackEvent one) => new()
    {
        Id = one.Id,
        Kind = one.GetType().Name,
        Time = one.Time.ToUnixTimeMilliseconds(),
        ItemId = one.ItemId,
        Rater = one.Rater,
        Place = one.Place,
        Content = FeedbackJson.Write(one),
    };

    private static async Task<Dictionary<string, string>> KnownAsync(FeedbackContext database, string[] ids, CancellationToken cancellation)
    {
        var known = new Dictionary<string, string>();
        foreach (var some in ids.Distinct().Chunk(IdsAQuery))
            foreach (var row in await database.Items.AsNoTracking().Where(i => some.Contains(i.Id)).Select(i => new { i.Id, i.Content }).ToListAsync(cancellation))
                known[row.Id] = row.Content;
        return known;
    }

    private async IAsyncEnumerable<T> GuardedAsync<T>(IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = rows.GetAsyncEnumerator(cancellation);
        for (var more = true; more;)
        {
            await GuardAsync(async () => more = await reader.MoveNextAsync());
            if (more) yield return reader.Current;
        }
    }

    /// <summary>Says in a user's words what SQLite refused.</summary>
    private async Task GuardAsync(Func<Task> work)
    {
        const int corrupt = 11, notADatabase = 26, full = 13, constraint = 19, cannotOpen = 14, writeFailed = 778;
        try
        {
            await work();
        }
        catch (Exception problem) when (Sqlite(problem) is { } cause)
        {
            throw cause.SqliteErrorCode switch
            {
                full => new OutOfSpaceException(_file, problem),
                _ when cause.SqliteExtendedErrorCode == writeFailed => new OutOfSpaceException(_file, problem),
                constraint => new EventLogException($"{_file} refused to append: an event is already there, or is about an item that is not ({cause.Message}).", problem),
                corrupt or notADatabase => new EventLogException($"{_file} is not a feedback database, or is damaged. Name another file, or restore this one.", problem),
                cannotOpen => new EventLogException($"{_file} cannot be opened: {cause.Message}.", problem),
                _ => new EventLogException($"{_file}: {cause.Message}.", problem),
            };
        }
    }

    private static SqliteException? Sqlite(Exception problem) => problem as SqliteException ?? problem.InnerException as SqliteException;
}

using System.Data.Common;
using Heed.Feedback.Events;
using Heed.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Databases;

/// <summary>A SQLite file with a write-ahead log, synchronised fully: a commit that returned survives a power cut.</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string _connection;

    public SqliteDatabase(string file)
    {
        Name = file;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 60 }.ToString();
    }

    public override string Name { get; }

    public override void Configure(DbContextOptionsBuilder context, string history) =>
        context.UseSqlite(_connection, sqlite => sqlite.MigrationsHistoryTable(history)).AddInterceptors(new ConnectionSettings());

    public override string ReadHead => "SELECT sequence, chain FROM heads WHERE id = 1";

    public override string ParameterName(int number) => $"${number}";

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        ConnectionSettings.Apply(connection);
        return connection;
    }

    public override DbTransaction BeginAlone(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    public override Task EnsureSchemaAsync(CancellationToken cancellation) => Schema.EnsureAsync(this, cancellation);

    public override Task CompactAsync() => GuardAsync(async () =>
    {
        await using var context = Context();
        await context.Database.ExecuteSqlRawAsync("VACUUM");
        return await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    });

    public override Exception? Explain(Exception problem)
    {
        const int corrupt = 11, notADatabase = 26, full = 13, cannotOpen = 14, writeFailed = 778;
        if ((problem as SqliteException ?? problem.InnerException as SqliteException) is not { } cause) return null;
        return cause.SqliteErrorCode switch
        {
            full => new OutOfSpaceException(Name, problem),
            _ when cause.SqliteExtendedErrorCode == writeFailed => new OutOfSpaceException(Name, problem),
            corrupt or notADatabase => new EventLogException($"{Name} is not a feedback database, or is damaged. Name another file, or restore this one.", problem),
            cannotOpen => new EventLogException($"{Name} cannot be opened: {cause.Message}.", problem),
            _ => new EventLogException($"{Name}: {cause.Message}.", problem),
        };
    }

    public override void Release()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }
}

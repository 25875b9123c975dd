using System.Data;
using System.Data.Common;
using Heed.Feedback.Events;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Heed.Feedback.Store.Databases;

/// <summary>A PostgreSQL server, for a team: several processes may write.</summary>
internal sealed class PostgresDatabase : Database, IDisposable
{
    /// <summary>Of one process: a server has a hundred unless told otherwise, and several processes may share it.</summary>
    private const int Connections = 20;

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string address)
    {
        var settings = Settings(address);
        Name = $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";
        _source = NpgsqlDataSource.Create(settings);
    }

    public override string Name { get; }

    public override void Configure(DbContextOptionsBuilder context, string history) => context.UseNpgsql(_source, postgres => postgres.MigrationsHistoryTable(history));

    public override string ReadHead => "SELECT sequence, chain FROM heads WHERE id = 1 FOR UPDATE";

    /// <summary>Positional: the server's own numbering.</summary>
    public override string ParameterName(int number) => "";

    // The writer looks up single rows by an index. Plans for many rows, chosen by statistics that a fresh table does not have yet, would cost it milliseconds.
    public override DbConnection Connect()
    {
        var connection = _source.OpenConnection();
        using var command = new NpgsqlCommand("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_sort = off; SET jit = off", connection);
        command.ExecuteNonQuery();
        return connection;
    }

    // Read committed: every statement after the head's row is locked sees all that was committed before the lock was had.
    public override DbTransaction BeginAlone(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public override Task EnsureSchemaAsync(CancellationToken cancellation) => Schema.EnsureAsync(this, cancellation);

    public override Task CompactAsync() => GuardAsync(async () =>
    {
        await using var context = Context();
        context.Database.SetCommandTimeout(0); // a large record takes its time
        // With the tables that a site keeps in the same database.
        var tables = await context.Database.SqlQueryRaw<string>(
            "SELECT quote_ident(tablename) AS \"Value\" FROM pg_tables WHERE schemaname = current_schema() AND (tablename IN ('payloads', 'assignments', 'submissions', 'drafts', 'memberships', 'raters') OR tablename LIKE 'site\\_%')").ToListAsync();
        var statement = "VACUUM FULL " + string.Join(", ", tables);
        return await context.Database.ExecuteSqlRawAsync(statement);
    });

    public override Exception? Explain(Exception problem) => (problem as NpgsqlException ?? problem.InnerException as NpgsqlException) switch
    {
        null => null,
        PostgresException refused => new EventLogException($"{Name}: {refused.MessageText}.", problem),
        var unreachable => new EventLogException($"{Name} cannot be reached: {unreachable.Message}. Is the server running, and is the address right?", problem),
    };

    public override void Release() => Dispose();

    public void Dispose() => _source.Dispose();

    public static NpgsqlConnectionStringBuilder Settings(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.AbsolutePath.Length < 2)
            throw new EventLogException("Expected postgres://user:password@host:port/database, found something else.");
        var user = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            MaxPoolSize = Connections,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            ApplicationName = "heed",
        };
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (var part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=', 2) is [var key, var value]) settings[Uri.UnescapeDataString(key)] = Uri.UnescapeDataString(value);
        return settings;
    }
}

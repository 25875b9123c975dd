using System.Data;
using System.Diagnostics;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
using Npgsql;

namespace Heed.Feedback.Store.Keeping;

/// <summary>Copies of records on a PostgreSQL server, by the server's own programs: one consistent state while others write, restored into an empty database.</summary>
internal static class PostgresBackup
{
    /// <summary>Writes what the database holds at one moment, with all tables that a site keeps in it. Returns the number of events and the last link of the chain at that moment.</summary>
    public static async Task<(long Events, string Head)> DumpAsync(string address, string target, CancellationToken cancellation)
    {
        var settings = PostgresDatabase.Settings(address);
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (events, head) = await ReadAsync(connection, "SELECT sequence, encode(chain, 'hex') FROM heads WHERE id = 1", r => (r.GetInt64(0), r.GetString(1)), cancellation);
        var snapshot = await ReadAsync(connection, "SELECT pg_export_snapshot()", r => r.GetString(0), cancellation);
        await RunAsync("pg_dump", settings, ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={snapshot}", $"--file={target}"], cancellation);
        return (events, head);
    }

    /// <summary>Reads a copy into an empty database; all of it or nothing.</summary>
    public static async Task RestoreAsync(string copy, string address, CancellationToken cancellation)
    {
        var settings = PostgresDatabase.Settings(address);
        await using (var connection = new NpgsqlConnection(settings.ConnectionString))
        {
            await connection.OpenAsync(cancellation);
            var tables = await ReadAsync(connection, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()", r => r.GetInt64(0), cancellation);
            if (tables > 0) throw new EventLogException($"postgres://{settings.Host}:{settings.Port}/{settings.Database} holds {tables} tables already. Name an empty database: nothing is overwritten.");
        }
        await RunAsync("pg_restore", settings, ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", $"--dbname={settings.Database}", copy], cancellation);
    }

    private static async Task<T> ReadAsync<T>(NpgsqlConnection connection, string query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return read(reader);
    }

    private static async Task RunAsync(string program, NpgsqlConnectionStringBuilder settings, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGDATABASE"]) = (settings.Host, $"{settings.Port}", settings.Database);
        if (settings.Username is { } user) start.Environment["PGUSER"] = user;
        if (settings.Password is { } password) start.Environment["PGPASSWORD"] = password;
        start.Environment["PGSSLMODE"] = settings.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new EventLogException($"{program} ended with {process.ExitCode}: {errors.Trim()}");
    }

    /// <summary>On the path, or where Debian keeps the newest.</summary>
    private static string Find(string program)
    {
        const string debian = "/usr/lib/postgresql";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program));
        var known = Directory.Exists(debian) ? Directory.GetDirectories(debian).OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0).Select(f => Path.Combine(f, "bin", program)) : [];
        return known.Concat(path).FirstOrDefault(File.Exists) ?? throw new EventLogException($"{program} is not installed. It comes with PostgreSQL's client programs (Debian: apt-get install postgresql-client).");
    }
}

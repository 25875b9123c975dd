using System.Data.Common;
using Heed.Feedback.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Feedback.Store.Databases;

/// <summary>
/// The tables of a feedback database, brought to the newest form by migrations. All missing migrations are one transaction under a lock: a process killed
/// meanwhile leaves nothing behind, and two that open the same database do not do it twice.
/// </summary>
internal static class Schema
{
    /// <summary>"Heed" in ASCII, as SQLite's application id.</summary>
    private const long Mark = 0x48656564;

    /// <summary>Form 1 had no chain; from form 2 on, migrations say the rest.</summary>
    private const long Form = 2;

    public static async Task EnsureAsync(SqliteDatabase database, CancellationToken cancellation)
    {
        await using var context = database.Context();
        await context.Database.OpenConnectionAsync(cancellation);
        var connection = context.Database.GetDbConnection();
        var mark = Number(connection, "PRAGMA application_id", null);
        if (mark != Mark && Number(connection, "SELECT COUNT(*) FROM sqlite_master", null) > 0 && Number(connection, "PRAGMA application_id", null) != Mark)
            throw new EventLogException($"{database.Name} is a database, but not one of Heed's feedback. Name another file.");
        if (mark == Mark && Number(connection, "PRAGMA user_version", null) is var form && form != Form)
            throw new EventLogException(form > Form
                ? $"{database.Name} holds feedback in form {form}, made by a newer version of Heed; this one reads form {Form}. Use the newer version."
                : $"{database.Name} holds feedback in form {form}, made by an older version of Heed. Import its preferences into a new file.");
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        if (mark == Mark && Missing(context, null, database.Name) is null) return;
        using var transaction = database.BeginAlone(connection);
        await MigrateAsync(context, transaction, database.Name, $"PRAGMA application_id = {Mark}; PRAGMA user_version = {Form};");
    }

    public static async Task EnsureAsync(PostgresDatabase database, CancellationToken cancellation)
    {
        await using var context = database.Context();
        await context.Database.OpenConnectionAsync(cancellation);
        using var transaction = await context.Database.GetDbConnection().BeginTransactionAsync(cancellation);
        Number(context.Database.GetDbConnection(), $"SELECT 1 FROM pg_advisory_xact_lock({Mark})", transaction);
        await MigrateAsync(context, transaction, database.Name, "");
    }

    private static async Task MigrateAsync(FeedbackContext context, DbTransaction transaction, string name, string after)
    {
        await context.Database.UseTransactionAsync(transaction);
        if (Missing(context, transaction, name) is { } from)
            Run(context.Database.GetDbConnection(), Script(context, from) + after, transaction);
        await transaction.CommitAsync();
    }

    /// <summary>What brings a database up to date. An existing one is altered migration by migration: the library finds a migration by its id only where that begins with a date.</summary>
    private static string Script(FeedbackContext context, string last)
    {
        if (last == Migration.InitialDatabase) return context.GetService<IMigrator>().GenerateScript(last, options: MigrationsSqlGenerationOptions.NoTransactions);
        var (assembly, generator, history) = (context.GetService<IMigrationsAssembly>(), context.GetService<IMigrationsSqlGenerator>(), context.GetService<IHistoryRepository>());
        var statements = from known in assembly.Migrations
                         where string.CompareOrdinal(known.Key, last) > 0
                         let migration = assembly.CreateMigration(known.Value, context.Database.ProviderName!)
                         from statement in generator.Generate(migration.UpOperations).Select(c => c.CommandText)
                             .Append(history.GetInsertScript(new HistoryRow(known.Key, ProductInfo.GetVersion())))
                         select statement;
        return string.Join('\n', statements) + '\n';
    }

    /// <summary>The migration after which some are missing; null where none is.</summary>
    private static string? Missing(FeedbackContext context, DbTransaction? transaction, string name)
    {
        var known = context.Database.GetMigrations().ToArray();
        var applied = Applied(context, transaction);
        if (applied.Except(known).FirstOrDefault() is { } unknown)
            throw new EventLogException($"{name} holds feedback in form {unknown}, made by a newer version of Heed; this one knows {known[^1]}. Use the newer version.");
        return applied.Count == known.Length ? null : applied.LastOrDefault() ?? Migration.InitialDatabase;
    }

    /// <summary>Asked table by table: a query for a table that is not there would end PostgreSQL's transaction.</summary>
    private static List<string> Applied(FeedbackContext context, DbTransaction? transaction)
    {
        var connection = context.Database.GetDbConnection();
        var tables = connection is Microsoft.Data.Sqlite.SqliteConnection ? "SELECT COUNT(*) FROM sqlite_master WHERE name = " : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ";
        var applied = new List<string>();
        if (Number(connection, tables + $"'{HistoryRepository.DefaultTableName}'", transaction) == 0) return applied;
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = ($"SELECT \"MigrationId\" FROM \"{HistoryRepository.DefaultTableName}\" ORDER BY 1", transaction);
        using var reader = command.ExecuteReader();
        while (reader.Read()) applied.Add(reader.GetString(0));
        return applied;
    }

    private static long Number(DbConnection connection, string query, DbTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (query, transaction);
        return Convert.ToInt64(command.ExecuteScalar());
    }

    private static void Run(DbConnection connection, string script, DbTransaction transaction)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (script, transaction);
        command.ExecuteNonQuery();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Accounts;

/// <summary>The site's own tables, brought to the newest form in one transaction: a process killed meanwhile leaves nothing behind.</summary>
internal static class SiteSchema
{
    /// <summary>Where the applied migrations of these tables are noted; the record has a list of its own.</summary>
    public const string History = "site_migrations";

    private const long Lock = 0x48656564_4C61;

    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        await EnsureAsync(scope.ServiceProvider.GetRequiredService<SiteContext>(), cancellation);
    }

    /// <summary>Whether a database holds the tables of a site, in whatever form.</summary>
    public static async Task<bool> IsThereAsync(SiteContext database, CancellationToken cancellation) => await LastAsync(database, cancellation) is not null;

    public static async Task EnsureAsync(SiteContext database, CancellationToken cancellation)
    {
        await database.Database.OpenConnectionAsync(cancellation);
        var newest = database.Database.GetMigrations().Last();
        if (await LastAsync(database, cancellation) == newest) return;
        // PostgreSQL ends a transaction in which somebody asks for a table that is not there: there the lock comes first, in SQLite it is the transaction itself.
        var postgres = database.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal);
        if (postgres) await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", cancellation);
        var before = postgres ? await LastAsync(database, cancellation) : null;
        await using var transaction = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancellation);
        var last = postgres ? before : await LastAsync(database, cancellation);
        if (last != newest) await RunAsync(database, last, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The last migration that was done; null where none was.</summary>
    private static async Task<string?> LastAsync(SiteContext database, CancellationToken cancellation)
    {
        var history = database.GetService<IHistoryRepository>();
        return await history.ExistsAsync(cancellation) && await history.GetAppliedMigrationsAsync(cancellation) is [.., var last] ? last.MigrationId : null;
    }

    /// <summary>What brings the tables up to date. Existing ones are altered migration by migration: the library finds a migration by its id only where that begins with a date.</summary>
    private static string Script(SiteContext database, string? last)
    {
        if (last is null) return database.GetService<IMigrator>().GenerateScript(Migration.InitialDatabase, options: MigrationsSqlGenerationOptions.NoTransactions);
        var (assembly, generator, history) = (database.GetService<IMigrationsAssembly>(), database.GetService<IMigrationsSqlGenerator>(), database.GetService<IHistoryRepository>());
        var statements = from known in assembly.Migrations
                         where string.CompareOrdinal(known.Key, last) > 0
                         let migration = assembly.CreateMigration(known.Value, database.Database.ProviderName!)
                         from statement in generator.Generate(migration.UpOperations).Select(c => c.CommandText).Append(history.GetInsertScript(new HistoryRow(known.Key, ProductInfo.GetVersion())))
                         select statement;
        return string.Join('\n', statements);
    }

    private static async Task RunAsync(SiteContext database, string? last, IDbContextTransaction transaction, CancellationToken cancellation)
    {
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = Script(database, last);
        command.Transaction = ((IInfrastructure<System.Data.Common.DbTransaction>)transaction).Instance;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

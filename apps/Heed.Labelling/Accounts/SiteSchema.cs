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
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
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

    private static async Task RunAsync(SiteContext database, string? last, IDbContextTransaction transaction, CancellationToken cancellation)
    {
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = database.GetService<IMigrator>().GenerateScript(last ?? Migration.InitialDatabase, options: MigrationsSqlGenerationOptions.NoTransactions);
        command.Transaction = ((IInfrastructure<System.Data.Common.DbTransaction>)transaction).Instance;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

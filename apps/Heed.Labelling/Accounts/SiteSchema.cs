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
        if (await LastAsync(database, cancellation) == database.Database.GetMigrations().Last()) return;
        await using var transaction = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancellation);
        if (database.Database.ProviderName!.Contains("Npgsql", StringComparison.Ordinal)) await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellation);
        if (await LastAsync(database, cancellation) is var last && last != database.Database.GetMigrations().Last()) await RunAsync(database, last, transaction, cancellation);
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

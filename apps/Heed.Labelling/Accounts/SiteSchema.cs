using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Accounts;

/// <summary>The site's own tables, brought to the newest form in one transaction: a process killed meanwhile leaves nothing behind.</summary>
internal static class SiteSchema
{
    /// <summary>Where the applied migrations of these tables are noted; the record has a list of its own.</summary>
    public const string History = "site_migrations";

    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        await database.Database.OpenConnectionAsync(cancellation);
        if ((await database.Database.GetPendingMigrationsAsync(cancellation)).Any()) await MigrateAsync(database, cancellation);
    }

    private static async Task MigrateAsync(SiteContext database, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancellation);
        var applied = await database.Database.GetAppliedMigrationsAsync(cancellation);
        var script = database.GetService<IMigrator>().GenerateScript(applied.LastOrDefault() ?? Migration.InitialDatabase, options: MigrationsSqlGenerationOptions.NoTransactions);
        await using var command = database.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.Transaction) = (script, ((IInfrastructure<System.Data.Common.DbTransaction>)transaction).Instance);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

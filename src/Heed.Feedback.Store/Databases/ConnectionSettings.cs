using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Heed.Feedback.Store.Databases;

/// <summary>What every connection to a file sets: wait for other writers, reach the disk before a commit returns, keep references whole.</summary>
internal sealed class ConnectionSettings : DbConnectionInterceptor
{
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}

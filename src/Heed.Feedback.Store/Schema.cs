using Heed.Feedback.Events;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>The tables of a feedback database: made once, recognised by a mark in the file's header, never changed by a version that does not know them.</summary>
internal static class Schema
{
    /// <summary>"Heed" in ASCII, as SQLite's application id.</summary>
    private const long Mark = 0x48656564;

    private const long Version = 1;

    /// <summary>Refusals that keep the tables append-only for every program: also INSERT OR REPLACE, which deletes without a delete trigger.</summary>
    private const string Triggers = """
        CREATE TRIGGER {0}_update BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        CREATE TRIGGER {0}_delete BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        CREATE TRIGGER {0}_replace BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id OR sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END;
        """;

    /// <summary>Makes the tables in an empty file; refuses a file that is not ours or is newer than this program.</summary>
    public static async Task EnsureAsync(FeedbackContext database, string file, CancellationToken cancellation)
    {
        if (await NumberAsync(database, "PRAGMA application_id") != Mark) await CreateAsync(database, file, cancellation);
        var version = await NumberAsync(database, "PRAGMA user_version");
        if (version > Version)
            throw new EventLogException($"{file} holds feedback in form {version}, made by a newer version of Heed; this one reads up to form {Version}. Use the newer version.");
    }

    private static async Task CreateAsync(FeedbackContext database, string file, CancellationToken cancellation)
    {
        // The mark and the tables come in one commit: tables seen first and no mark seen after them are somebody else's.
        if (await NumberAsync(database, "SELECT COUNT(*) FROM sqlite_master") > 0 && await NumberAsync(database, "PRAGMA application_id") != Mark)
            throw new EventLogException($"{file} is a database, but not one of Heed's feedback. Name another file.");
        await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (await NumberAsync(database, "PRAGMA application_id") == Mark) return;
        await RunAsync(database, database.Database.GenerateCreateScript());
        await RunAsync(database, Triggers.Replace("{0}", "items") + Triggers.Replace("{0}", "events"));
        await RunAsync(database, $"PRAGMA application_id = {Mark}; PRAGMA user_version = {Version};");
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<long> NumberAsync(FeedbackContext database, string query)
    {
        await using var command = Command(database, query);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(FeedbackContext database, string script)
    {
        await using var command = Command(database, script);
        await command.ExecuteNonQueryAsync();
    }

    private static System.Data.Common.DbCommand Command(FeedbackContext database, string text)
    {
        var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        command.Transaction = (database.Database.CurrentTransaction as Microsoft.EntityFrameworkCore.Infrastructure.IInfrastructure<System.Data.Common.DbTransaction>)?.Instance;
        return command;
    }
}

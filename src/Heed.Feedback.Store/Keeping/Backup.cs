using System.Security.Cryptography;
using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
using Heed.Runs;
using Microsoft.Data.Sqlite;

namespace Heed.Feedback.Store.Keeping;

/// <summary>A copy of a record and what it held when it was made.</summary>
/// <param name="File">The copy.</param>
/// <param name="Sha256">Of the copy.</param>
/// <param name="Head">The last link of the chain.</param>
public sealed record BackupManifest(string File, string Sha256, long Bytes, long Events, string Head, DateTimeOffset Made);

/// <summary>
/// Copies of SQLite records, made while others write, each beside a manifest with its hash. A PostgreSQL server has means of its own (pg_dump, archiving of the
/// write-ahead log).
/// </summary>
public static class Backup
{
    private const string ManifestEnding = ".manifest.json";

    /// <summary>Copies a record into a new file.</summary>
    public static async Task<BackupManifest> MakeAsync(string file, string target, TimeProvider clock, CancellationToken cancellation = default)
    {
        if (file.Contains("://", StringComparison.Ordinal)) throw new EventLogException($"{Database.Of(file).Name} is a server's: back it up by pg_dump, and restore it by pg_restore.");
        if (!File.Exists(file)) throw new EventLogException($"{file} is not there.");
        if (File.Exists(target)) throw new EventLogException($"{target} is there already. Name another file.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        Copy(file, target);
        Verification whole;
        using (var store = await FeedbackStore.OpenAsync(target, clock, cancellation: cancellation)) whole = await store.VerifyAsync(cancellation);
        if (!whole.Whole) throw new EventLogException($"The copy {target} is not whole: {whole.Broken[0]}. Look at the original by 'heed feedback verify'.");
        var manifest = new BackupManifest(Path.GetFileName(target), Hash(target), new FileInfo(target).Length, whole.Events, whole.Head, clock.GetUtcNow());
        AtomicFile.WriteText(target + ManifestEnding, JsonSerializer.Serialize(manifest, FeedbackJson.Options) + "\n");
        return manifest;
    }

    /// <summary>Puts a copy in the place of a record that is not there, after comparing it with its manifest.</summary>
    public static BackupManifest Restore(string copy, string file)
    {
        if (File.Exists(file)) throw new EventLogException($"{file} is there already. Move it away first: nothing is overwritten.");
        if (!File.Exists(copy + ManifestEnding)) throw new EventLogException($"{copy}{ManifestEnding} is not there: it was written beside the backup.");
        var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(copy + ManifestEnding), FeedbackJson.Options)!;
        var hash = Hash(copy);
        if (hash != manifest.Sha256) throw new EventLogException($"{copy} is damaged: expected SHA-256 {manifest.Sha256}, found {hash}. Take another backup.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        AtomicFile.Write(file, stream =>
        {
            using var source = File.OpenRead(copy);
            source.CopyTo(stream);
        });
        return manifest;
    }

    private static void Copy(string file, string target)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $target";
            command.Parameters.AddWithValue("$target", target);
            command.ExecuteNonQuery();
        }
        catch (SqliteException problem)
        {
            throw new EventLogException($"{file} cannot be copied to {target}: {problem.Message}.", problem);
        }
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

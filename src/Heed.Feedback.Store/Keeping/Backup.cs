using System.Security.Cryptography;
using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Runs;
using Microsoft.Data.Sqlite;

namespace Heed.Feedback.Store.Keeping;

/// <summary>A copy of a record and what it held when it was made.</summary>
/// <param name="File">The copy.</param>
/// <param name="Sha256">Of the copy.</param>
/// <param name="Head">The last link of the chain.</param>
public sealed record BackupManifest(string File, string Sha256, long Bytes, long Events, string Head, DateTimeOffset Made);

/// <summary>
/// Copies of records, made while others write, each beside a manifest with its hash: of SQLite files as files, of databases on a PostgreSQL server as pg_dump
/// writes them.
/// </summary>
public static class Backup
{
    private const string ManifestEnding = ".manifest.json";

    /// <summary>Copies a record into a new file.</summary>
    /// <param name="file">A SQLite file, or <c>postgres://user:password@host:port/database</c>.</param>
    public static async Task<BackupManifest> MakeAsync(string file, string target, TimeProvider clock, CancellationToken cancellation = default)
    {
        if (!IsServer(file) && !File.Exists(file)) throw new EventLogException($"{file} is not there.");
        if (File.Exists(target)) throw new EventLogException($"{target} is there already. Name another file.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        if (IsServer(file))
        {
            var (events, head) = await PostgresBackup.DumpAsync(file, target, cancellation);
            return Note(target, events, head, clock);
        }
        Copy(file, target);
        Verification whole;
        using (var store = await FeedbackStore.OpenAsync(target, clock, cancellation: cancellation)) whole = await store.VerifyAsync(cancellation);
        if (!whole.Whole) throw new EventLogException($"The copy {target} is not whole: {whole.Broken[0]}. Look at the original by 'heed feedback verify'.");
        return Note(target, whole.Events, whole.Head, clock);
    }

    /// <summary>Puts a copy in the place of a record that is not there, or into an empty database of a server, and looks whether all of it came over.</summary>
    /// <param name="target">A SQLite file, or <c>postgres://user:password@host:port/database</c>.</param>
    public static async Task<BackupManifest> RestoreAsync(string copy, string target, TimeProvider clock, CancellationToken cancellation = default)
    {
        if (!IsServer(target)) return Restore(copy, target);
        var manifest = Checked(copy);
        await PostgresBackup.RestoreAsync(copy, target, cancellation);
        using var store = await FeedbackStore.OpenAsync(target, clock, cancellation: cancellation);
        var whole = await store.VerifyAsync(cancellation);
        if (!whole.Whole || whole.Head != manifest.Head) throw new EventLogException($"{store.Name} is not what was backed up: {(whole.Broken is [var broken, ..] ? broken : $"its last link is {whole.Head}, expected {manifest.Head}")}. Take another backup.");
        return manifest;
    }

    /// <summary>Puts a copy in the place of a record that is not there, after comparing it with its manifest.</summary>
    public static BackupManifest Restore(string copy, string file)
    {
        if (File.Exists(file)) throw new EventLogException($"{file} is there already. Move it away first: nothing is overwritten.");
        var manifest = Checked(copy);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        AtomicFile.Write(file, stream =>
        {
            using var source = File.OpenRead(copy);
            source.CopyTo(stream);
        });
        return manifest;
    }

    private static bool IsServer(string address) => address.Contains("://", StringComparison.Ordinal);

    private static BackupManifest Note(string target, long events, string head, TimeProvider clock)
    {
        var manifest = new BackupManifest(Path.GetFileName(target), Hash(target), new FileInfo(target).Length, events, head, clock.GetUtcNow());
        AtomicFile.WriteText(target + ManifestEnding, JsonSerializer.Serialize(manifest, FeedbackJson.Options) + "\n");
        return manifest;
    }

    /// <summary>The manifest of a copy that is as it was written.</summary>
    private static BackupManifest Checked(string copy)
    {
        if (!File.Exists(copy + ManifestEnding)) throw new EventLogException($"{copy}{ManifestEnding} is not there: it was written beside the backup.");
        var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(copy + ManifestEnding), FeedbackJson.Options)!;
        var hash = Hash(copy);
        if (hash != manifest.Sha256) throw new EventLogException($"{copy} is damaged: expected SHA-256 {manifest.Sha256}, found {hash}. Take another backup.");
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

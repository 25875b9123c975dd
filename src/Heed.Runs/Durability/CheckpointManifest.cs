using System.Security.Cryptography;
using System.Text.Json;

namespace Heed.Runs.Durability;

/// <summary>What a whole checkpoint holds; written last, so that a folder without it, or unlike it, is a damaged one.</summary>
/// <param name="Logs">How long the run's growing files were: what lies beyond was written after the checkpoint.</param>
internal sealed record CheckpointManifest(
    long Step, double? Score, IReadOnlyDictionary<string, long> Logs, IReadOnlyList<CheckpointManifest.Entry> Files)
{
    public const string FileName = "complete.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal sealed record Entry(string Name, long Bytes, string Sha256);

    /// <summary>Takes stock of a folder and writes the manifest into it.</summary>
    public static void Write(string folder, long step, double? score, IReadOnlyDictionary<string, long> logs)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new Entry(Path.GetRelativePath(folder, file), new FileInfo(file).Length, Hash(file)));
        var manifest = new CheckpointManifest(step, score is { } number && double.IsFinite(number) ? number : null, logs, [.. files]);
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(manifest, Json) + "\n");
    }

    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllBytes(file), Json) ?? throw new JsonException("it is null");
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            throw new CheckpointException($"{file}: expected the list of a whole checkpoint's files, found none that can be read "
                + $"({problem.Message}). {Remedy(folder)}", problem);
        }
    }

    /// <summary>Compares the files with the manifest, length first, then content.</summary>
    /// <exception cref="CheckpointException">A file is missing, cut or changed.</exception>
    public void Verify(string folder)
    {
        foreach (var entry in Files)
        {
            var file = new FileInfo(Path.Combine(folder, entry.Name));
            if (!file.Exists) throw Damaged(file, $"{entry.Bytes} bytes", "no file", folder);
            if (file.Length != entry.Bytes) throw Damaged(file, $"{entry.Bytes} bytes", $"{file.Length}", folder);
            if (Hash(file.FullName) is var hash && hash != entry.Sha256) throw Damaged(file, $"content with SHA-256 {entry.Sha256[..16]}…", $"{hash[..16]}…", folder);
        }
    }

    private static CheckpointException Damaged(FileInfo file, string expected, string found, string folder) =>
        new($"{file.FullName}: expected {expected}, found {found}: the checkpoint is damaged. {Remedy(folder)}");

    private static string Remedy(string folder) => $"Delete {folder} to go on from the checkpoint before it.";

    private static string Hash(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

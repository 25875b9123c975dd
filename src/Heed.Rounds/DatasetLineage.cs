using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Runs;

namespace Heed.Rounds;

/// <summary>A run that learned from a version of a dataset.</summary>
public sealed record TaughtRun(string Folder, string Version);

/// <summary>Which run learned from which version of a dataset: the manifest beside the data is kept in the run's folder.</summary>
public static class DatasetLineage
{
    /// <summary>Keeps the manifest that lies beside a data file, if one does. Returns the version.</summary>
    public static string? Keep(string data, string run)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(data))!, DatasetManifest.FileName);
        if (!File.Exists(beside)) return null;
        var text = File.ReadAllText(beside);
        AtomicFile.WriteText(Path.Combine(run, DatasetManifest.FileName), text);
        return Version(text);
    }

    /// <summary>The version in a folder; null where there is none.</summary>
    public static string? Of(string folder) => Path.Combine(folder, DatasetManifest.FileName) is var file && File.Exists(file) ? Version(File.ReadAllText(file)) : null;

    /// <summary>The runs below a folder that learned from one of these versions.</summary>
    public static IReadOnlyList<TaughtRun> Taught(string root, IReadOnlyCollection<string> versions) => !Directory.Exists(root) ? []
        : [.. Directory.EnumerateFiles(root, DatasetManifest.FileName, SearchOption.AllDirectories)
            .Where(file => File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "run.json")))
            .Select(file => (Folder: Path.GetDirectoryName(file)!, Version: Version(File.ReadAllText(file))))
            .Where(run => run.Version is not null && versions.Contains(run.Version))
            .Select(run => new TaughtRun(run.Folder, run.Version!)).OrderBy(run => run.Folder, StringComparer.Ordinal)];

    private static string? Version(string manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return document.RootElement.TryGetProperty("version", out var version) ? version.GetString() : null;
        }
        catch (JsonException)
        {
            throw new EventLogException($"A {DatasetManifest.FileName} is no JSON. Make the dataset again.");
        }
    }
}

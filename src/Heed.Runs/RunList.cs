using System.IO.Enumeration;
using Heed.Runs.Durability;
using Heed.Runs.Provenance;
using Heed.Runs.Recipes;

namespace Heed.Runs;

/// <summary>The runs below a folder; reading them disturbs none that is under way.</summary>
public sealed class RunList(string root)
{
    /// <summary>All runs, oldest first.</summary>
    public IReadOnlyList<RunInfo> All() => [.. Folders(root).Select(Read).OrderBy(r => r.Started).ThenBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>One run, by its name in the list or its path.</summary>
    /// <exception cref="RunException">There is none of that name.</exception>
    public RunInfo Show(string name)
    {
        var folder = new[] { Path.Combine(root, name), name }.FirstOrDefault(IsRun);
        if (folder is not null) return Read(folder);
        var known = Folders(root).Select(Name).ToList();
        var remedy = known.Count == 0 ? "there are no runs" : NearestName.Remedy(name, known);
        throw new RunException($"{name}: expected a run below {root}, found none; {remedy}.");
    }

    /// <summary>Runs side by side: where their recipes differ, and their figures.</summary>
    public RunComparison Compare(IReadOnlyList<string> names)
    {
        var runs = names.Select(Show).ToList();
        var recipes = runs.Select(r => RecipeComparison.Values(Recipe(r.Folder))).ToList();
        var keys = recipes.SelectMany(r => r.Keys).Distinct().Where(key => recipes.Select(r => r.GetValueOrDefault(key)).Distinct().Count() > 1);
        var figures = runs.SelectMany(r => r.Figures.Keys).Distinct();
        return new RunComparison(
            runs,
            keys.ToDictionary(key => key, key => (IReadOnlyList<string?>)[.. recipes.Select(r => r.GetValueOrDefault(key))]),
            figures.ToDictionary(name => name, name => (IReadOnlyList<double?>)[.. runs.Select(r => r.Figures.TryGetValue(name, out var v) ? v : (double?)null)]));
    }

    /// <summary>
    /// Plans to delete the checkpoints of finished runs, all but the best (the newest where none has a score). Recipe, journal and
    /// everything else stay.
    /// </summary>
    /// <param name="names">The runs; empty: all.</param>
    public RunPruning Prune(IReadOnlyList<string> names)
    {
        var checkpoints = new Dictionary<RunInfo, IReadOnlyList<Checkpoint>>();
        var skipped = new Dictionary<RunInfo, string>();
        foreach (var run in names.Count == 0 ? All() : [.. names.Select(Show)])
            if (run.InUse) skipped[run] = "a process works on it";
            else if (run.Finished is null) skipped[run] = "it is not finished and can be resumed";
            else if (Superfluous(run) is { Count: > 0 } superfluous) checkpoints[run] = superfluous;
        return new RunPruning(checkpoints, skipped);
    }

    private RunInfo Read(string folder)
    {
        var beginning = JsonFile.Read<RunBeginning>(Path.Combine(folder, RunFiles.Beginning));
        var end = Path.Combine(folder, RunFiles.Summary);
        var summary = File.Exists(end) ? JsonFile.Read<RunSummary>(end) : null;
        var (step, figures) = Last(Path.Combine(folder, RunFiles.Journal));
        return new RunInfo
        {
            Name = Name(folder),
            Folder = folder,
            Kind = beginning.Kind,
            Started = beginning.Started,
            Finished = summary?.Finished,
            InUse = RunLock.IsHeld(folder),
            LastStep = summary?.Step ?? step,
            Figures = summary?.Figures ?? figures,
            Bytes = Size(folder),
        };
    }

    /// <summary>The bytes of all files below; one that vanishes meanwhile counts nothing.</summary>
    private static long Size(string folder) => new FileSystemEnumerable<long>(
        folder, (ref FileSystemEntry entry) => entry.IsDirectory ? 0 : entry.Length, new EnumerationOptions { RecurseSubdirectories = true }).Sum();

    /// <summary>The last step of a journal and the last value of every figure.</summary>
    private static (long? Step, IReadOnlyDictionary<string, double> Figures) Last(string journal)
    {
        long? step = null;
        var figures = new Dictionary<string, double>();
        foreach (var entry in File.Exists(journal) ? Journal.Read(journal) : [])
        {
            step = entry.Step ?? step;
            foreach (var (name, _) in entry.Values)
                if (entry.Number(name) is { } number) figures[name] = number;
        }
        return (step, figures);
    }

    private static IReadOnlyList<Checkpoint> Superfluous(RunInfo run)
    {
        var scores = JsonFile.Read<RunBeginning>(Path.Combine(run.Folder, RunFiles.Beginning)).Scores;
        var all = Checkpoints.All(Path.Combine(run.Folder, RunFiles.Checkpoints));
        var kept = Checkpoints.Best(all, scores) ?? (all is [.., var newest] ? newest : null);
        return [.. all.Where(c => c != kept)];
    }

    private static string Recipe(string folder) =>
        Path.Combine(folder, RunFiles.Recipe) is var file && File.Exists(file) ? File.ReadAllText(file) : "";

    private string Name(string folder) => Path.GetRelativePath(root, folder);

    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunFiles.Beginning));

    /// <summary>Run folders, also those inside others: a round holds its stages.</summary>
    private static IEnumerable<string> Folders(string folder) => !Directory.Exists(folder) ? [] :
        (IsRun(folder) ? new[] { folder } : []).Concat(
            Directory.EnumerateDirectories(folder).Where(below => Path.GetFileName(below) != RunFiles.Checkpoints).Order(StringComparer.Ordinal).SelectMany(Folders));
}

using Heed.Runs.Durability;
using Heed.Runs.Provenance;

namespace Heed.Runs;

/// <summary>
/// The folder of one run: <c>run.json</c> (kind, start), <c>recipe.yaml</c> (resolved), <c>machine.json</c>, <c>versions.json</c>,
/// <c>journal.jsonl</c>, <c>events.tfevents</c>, <c>starts.jsonl</c> (each process that worked on it), <c>checkpoints/</c>, and
/// <c>summary.json</c> once the run is finished. Held by one process at a time.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly RunLock _lock;
    private readonly RunBeginning _beginning;
    private readonly TimeProvider _clock;

    private RunFolder(string path, RunOptions options, RunLock held)
    {
        (Path, _lock, _clock) = (path, held, options.Clock);
        _beginning = RunBeginning.Enter(path, options);
        Checkpoints = new Checkpoints(In(path, RunFiles.Checkpoints), options.Save, options.Scores, Lengths);
        Checkpoints.CleanUp();
        ResumeFrom = Checkpoints.Latest();
        CleanUp();
        var manifest = ResumeFrom is null ? null : CheckpointManifest.Read(ResumeFrom);
        Describe(options, manifest?.Step ?? 0);
        Journal = new Journal(In(path, RunFiles.Journal), options.Clock);
        Journal.Cut(manifest?.Logs.GetValueOrDefault(RunFiles.Journal) ?? 0);
        Events = new TensorBoardWriter(In(path, RunFiles.Events), options.Clock);
        Events.Cut(manifest?.Logs.GetValueOrDefault(RunFiles.Events) ?? 0);
    }

    public string Path { get; }

    public Journal Journal { get; }

    public TensorBoardWriter Events { get; }

    public Checkpoints Checkpoints { get; }

    /// <summary>The verified checkpoint to go on from; null: the run begins at its beginning.</summary>
    public string? ResumeFrom { get; }

    /// <summary>Opens a run: a new one in a new or empty folder, or on request the one that is there.</summary>
    /// <exception cref="RunException">
    /// The folder is in use, holds a run and none is to be resumed, holds another kind of run, one with another recipe, or other files.
    /// </exception>
    /// <exception cref="CheckpointException">The checkpoint to go on from is damaged.</exception>
    public static RunFolder Open(string path, RunOptions options)
    {
        path = System.IO.Path.GetFullPath(path);
        Create(path);
        var held = RunLock.Acquire(path);
        try
        {
            return new RunFolder(path, options, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes what was measured at a step to the journal and to the events.</summary>
    /// <param name="kind">What measured it, such as <c>step</c> or <c>evaluation</c>.</param>
    /// <param name="figures">By name, such as <c>loss</c>, <c>kl</c>, <c>reward</c>.</param>
    public void Record(string kind, long step, IReadOnlyDictionary<string, double> figures)
    {
        var values = new Dictionary<string, object?> { ["step"] = step };
        foreach (var (name, value) in figures) values[name] = value;
        Journal.Append(kind, values);
        Events.Scalars(step, figures.Select(f => KeyValuePair.Create($"{kind}/{f.Key}", f.Value)));
    }

    /// <summary>Says that the run is finished.</summary>
    /// <param name="step">The last step.</param>
    /// <param name="figures">Those by which runs are compared.</param>
    public RunSummary Finish(long step, IReadOnlyDictionary<string, double> figures)
    {
        Journal.FlushToDisk();
        var summary = new RunSummary(_beginning.Kind, _beginning.Started, _clock.GetUtcNow(), step, figures);
        JsonFile.Write(In(Path, RunFiles.Summary), summary);
        return summary;
    }

    public void Dispose()
    {
        Journal.Dispose();
        Events.Dispose();
        _lock.Dispose();
    }

    /// <summary>Flushes journal and events; what a checkpoint notes of them is what a resumed run keeps.</summary>
    private Dictionary<string, long> Lengths()
    {
        Journal.FlushToDisk();
        Events.FlushToDisk();
        return new Dictionary<string, long> { [RunFiles.Journal] = Journal.Length, [RunFiles.Events] = Events.Length };
    }

    private static void Create(string path)
    {
        try
        {
            OutOfSpace.Guard(path, () => Directory.CreateDirectory(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be made: {problem.Message} Name another --out.", problem);
        }
    }

    /// <summary>Takes away what a killed process left, and the word that the run is finished.</summary>
    private void CleanUp()
    {
        foreach (var left in Directory.EnumerateFiles(Path, "*" + AtomicFile.TemporarySuffix)) File.Delete(left);
        File.Delete(In(Path, RunFiles.Summary));
    }

    private void Describe(RunOptions options, long step)
    {
        AtomicFile.WriteText(In(Path, RunFiles.Recipe), Recipes.RecipeWriter.Write(options.Recipe));
        JsonFile.Write(In(Path, RunFiles.Machine), new MachineDescription());
        JsonFile.Write(In(Path, RunFiles.Versions), new Versions { Commit = GitCheckout.Commit(Path) });
        using var starts = new Journal(In(Path, RunFiles.Starts), options.Clock);
        starts.Append("start", new Dictionary<string, object?> { ["step"] = step, ["process"] = Environment.ProcessId, ["host"] = Environment.MachineName });
    }

    private static string In(string folder, string name) => System.IO.Path.Combine(folder, name);
}

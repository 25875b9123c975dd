using System.Globalization;
using Heed.Runs.Durability;

namespace Heed.Runs;

/// <summary>
/// The checkpoints of a run: folders <c>step-00000120</c>, each made beside, flushed to the disk and renamed, so that a folder of
/// that name is always a whole one. The newest few and the best are kept.
/// </summary>
/// <param name="logs">Flushes the run's growing files to the disk before a checkpoint is made, and gives their lengths.</param>
public sealed class Checkpoints(
    string folder, SaveOptions options, ScoreOrder order, Func<IReadOnlyDictionary<string, long>>? logs = null)
{
    private const string Prefix = "step-", Unfinished = ".unfinished-";

    public string Folder => folder;

    /// <summary>
    /// Saves the state after a step. Everything about that step has been written to the journal before. A checkpoint of the same
    /// step is replaced.
    /// </summary>
    /// <param name="step">Steps done: the run goes on with the next one.</param>
    /// <param name="write">Writes files into the folder it is given.</param>
    /// <param name="score">What decides which checkpoint is the best; null or not finite: this one is not in question.</param>
    /// <exception cref="OutOfSpaceException">The disk is full; the checkpoints before this one stand.</exception>
    public void Save(long step, Action<string> write, double? score = null)
    {
        var lengths = logs?.Invoke() ?? new Dictionary<string, long>();
        var target = Path.Combine(folder, Prefix + step.ToString("D8", CultureInfo.InvariantCulture));
        var beside = Path.Combine(folder, $"{Unfinished}{step}");
        OutOfSpace.Guard(target, () =>
        {
            try
            {
                Delete(beside);
                Directory.CreateDirectory(beside);
                write(beside);
                CheckpointManifest.Write(beside, step, score, lengths);
                Disk.FlushTree(beside);
                Retire(target);
                Directory.Move(beside, target);
            }
            finally
            {
                Delete(beside);
            }
            Disk.FlushFolder(folder);
        });
        foreach (var old in Superfluous(All(), options, order)) Retire(old.Folder);
    }

    /// <summary>The newest checkpoint, verified; null where there is none.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public string? Latest() => Verified(All() is [.., var last] ? last : null);

    /// <summary>The checkpoint with the best score, verified; null where none has a score.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public string? Best() => Verified(Best(All(), order));

    /// <summary>All checkpoints by step, not verified.</summary>
    public IReadOnlyList<Checkpoint> All() => All(folder);

    /// <summary>The step of a checkpoint's folder.</summary>
    public static long StepOf(string checkpoint) => CheckpointManifest.Read(checkpoint).Step;

    /// <summary>Compares a checkpoint's files with what was written.</summary>
    /// <exception cref="CheckpointException">A file is missing, cut or changed.</exception>
    public static void Verify(string checkpoint) => CheckpointManifest.Read(checkpoint).Verify(checkpoint);

    /// <summary>Deletes what a killed process left half written or half deleted.</summary>
    internal void CleanUp()
    {
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateDirectories(folder, Unfinished + "*")) Delete(left);
    }

    internal static IReadOnlyList<Checkpoint> All(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. from path in Directory.EnumerateDirectories(folder, Prefix + "*").Order(StringComparer.Ordinal)
           let manifest = CheckpointManifest.Read(path)
           orderby manifest.Step
           select new Checkpoint(path, manifest.Step, manifest.Score, manifest.Files.Sum(f => f.Bytes))
    ];

    internal static Checkpoint? Best(IReadOnlyList<Checkpoint> all, ScoreOrder order)
    {
        var scored = all.Where(c => c.Score is not null);
        return order == ScoreOrder.LowerIsBetter ? scored.MinBy(c => c.Score) : scored.MaxBy(c => c.Score);
    }

    internal static IEnumerable<Checkpoint> Superfluous(IReadOnlyList<Checkpoint> all, SaveOptions options, ScoreOrder order)
    {
        var best = options.KeepBest ? Best(all, order) : null;
        return all.SkipLast(options.KeepLast).Where(c => c != best);
    }

    /// <summary>Takes the name away before the files, so that no half deleted folder looks like a checkpoint.</summary>
    internal static void Retire(string checkpoint)
    {
        if (!Directory.Exists(checkpoint)) return;
        var away = Path.Combine(Path.GetDirectoryName(checkpoint)!, Unfinished + "old-" + Path.GetFileName(checkpoint));
        Delete(away);
        Directory.Move(checkpoint, away);
        Delete(away);
    }

    private static string? Verified(Checkpoint? checkpoint)
    {
        if (checkpoint is not null) Verify(checkpoint.Folder);
        return checkpoint?.Folder;
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}

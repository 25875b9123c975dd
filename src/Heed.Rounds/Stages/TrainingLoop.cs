using Heed.Learning;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>
/// Drives a training in its run folder: journal and events each step, checkpoints, progress, exact resume, a stop at a step border. A
/// killed run that is resumed ends with the same bits.
/// </summary>
public sealed class TrainingLoop(ITraining training, IRecipe recipe, SaveOptions saving, StageContext context)
{
    /// <summary>Called at each step border with the number of steps done, once also before the first.</summary>
    public Action<long>? AtBorder { get; init; }

    /// <returns>The last step's figures, and the finish's where there is one.</returns>
    public StepReport Run(string folder)
    {
        using var run = RunFolder.Open(folder, new RunOptions
        {
            Kind = training.Stage, Recipe = recipe, Resume = context.Resume, Clock = context.Clock,
            Save = saving,
        });
        var done = 0L;
        if (run.ResumeFrom is { } checkpoint)
        {
            training.Restore(checkpoint);
            done = Checkpoints.StepOf(checkpoint);
        }
        else AtBorder?.Invoke(0);
        var last = Steps(run, done, folder);
        if (training.Finish() is { } end)
        {
            last = end;
            run.Record("finish", training.Steps, end.Figures);
        }
        run.Finish(training.Steps, last?.Figures ?? new Dictionary<string, double>());
        return last ?? new StepReport(new Dictionary<string, double>());
    }

    private StepReport? Steps(RunFolder run, long done, string folder)
    {
        StepReport? last = null;
        using var progress = context.Progress.Begin(training.Stage, training.Steps, done: done);
        while (done < training.Steps && last?.Stop is null)
        {
            if (context.Cancellation.IsCancellationRequested)
            {
                run.Checkpoints.Save(done, training.Save);
                throw new StoppedException(folder, done);
            }
            last = Step(run, done, folder);
            done++;
            run.Record("step", done, last.Figures);
            progress.Report(done, Shown(last.Figures));
            AtBorder?.Invoke(done);
            if (last.Stop is null && saving.Due(done, training.Steps)) run.Checkpoints.Save(done, training.Save);
        }
        return last;
    }

    /// <summary>A step whose numbers leave the finite leaves its batch behind for a look.</summary>
    private StepReport Step(RunFolder run, long step, string folder)
    {
        try
        {
            return training.Step(step);
        }
        catch (NonFiniteLossException)
        {
            run.Journal.FlushToDisk();
            AtomicFile.Write(Path.Combine(folder, $"batch-{step}.json"), training.WriteBatch);
            throw;
        }
    }

    private static Dictionary<string, double> Shown(IReadOnlyDictionary<string, double> figures) =>
        new[] { "loss", "reward", "kl", "accuracy" }.Where(figures.ContainsKey).ToDictionary(name => name, name => figures[name]);
}

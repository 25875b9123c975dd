using System.Globalization;
using Heed.Runs;

namespace Heed.Learning;

/// <summary>
/// Takes a training through its steps in a run folder: goes on from the newest checkpoint, records every step, saves, stops at a step
/// border on request. Killed at any moment and run again, it ends with the same bits.
/// </summary>
public sealed class TrainingLoop(RunFolder run, SaveOptions saving, Progress progress)
{
    /// <summary>Called after each step with the number of steps done and the weights as they are then; whatever it records belongs to the step.</summary>
    public Action<long, StepReport>? AtBorder { get; init; }

    /// <summary>Runs to the end.</summary>
    /// <exception cref="StoppedException">Cancelled; the state is saved.</exception>
    /// <exception cref="NonFiniteLossException">The numbers left the finite; the batch is saved in the run folder.</exception>
    public TrainingEnd Run(ITraining training, CancellationToken cancellation)
    {
        var (done, last) = (0L, new StepReport(new Dictionary<string, double>()));
        if (run.ResumeFrom is { } checkpoint)
        {
            training.Restore(checkpoint);
            if (TrainingEnd.Read(checkpoint) is { } ended) return ended;
            done = Checkpoints.StepOf(checkpoint);
        }
        using var task = progress.Begin(training.Stage, training.Steps, done: done);
        while (done < training.Steps && last.Stop is null)
        {
            if (cancellation.IsCancellationRequested) throw Stop(training, done);
            last = Step(training, done++);
            run.Record("step", done, last.Figures);
            AtBorder?.Invoke(done, last);
            task.Report(done, Headline(training, last));
            if (done < training.Steps && last.Stop is null && saving.Due(done, training.Steps)) Save(training, done, last);
        }
        return End(training, done, last);
    }

    private StepReport Step(ITraining training, long step)
    {
        try
        {
            return training.Step(step);
        }
        catch (NonFiniteLossException failure)
        {
            var batch = Path.Combine(run.Path, string.Create(CultureInfo.InvariantCulture, $"diverged-step-{step:D8}.json"));
            AtomicFile.Write(batch, training.WriteBatch);
            throw new NonFiniteLossException(failure.Step, failure.Quantity, failure.Value, batch, failure);
        }
    }

    /// <summary>A checkpoint with the held-out loss, where the step measured it, as its score.</summary>
    private void Save(ITraining training, long done, StepReport report) => run.Checkpoints.Save(done, training.Save, Score(report.Figures));

    private StoppedException Stop(ITraining training, long done)
    {
        run.Checkpoints.Save(done, training.Save);
        return new StoppedException(run.Path, done);
    }

    private TrainingEnd End(ITraining training, long done, StepReport last)
    {
        var final = training.Finish();
        if (final is not null) run.Record("finish", done, final.Figures);
        var end = new TrainingEnd(done, last.Stop, (final ?? last).Figures);
        run.Checkpoints.Save(done, folder =>
        {
            training.Save(folder);
            end.Write(folder);
        }, Score(last.Figures));
        return end;
    }

    private static double? Score(IReadOnlyDictionary<string, double> figures) => figures.TryGetValue("heldout_loss", out var loss) ? loss : null;

    private static string Headline(ITraining training, StepReport report) => string.Join("  ",
        from name in training.Headline
        where report.Figures.ContainsKey(name)
        select $"{name} {report[name].ToString("G4", CultureInfo.InvariantCulture)}");
}

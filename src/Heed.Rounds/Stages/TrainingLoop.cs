using Heed.Learning;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>Drives a training from its first step to its last: journal, progress, stop at a step border.</summary>
public static class TrainingLoop
{
    /// <param name="after">Called after each step, with the number of steps done.</param>
    public static StepReport Run(ITraining training, string folder, StageContext context, Action<long, StepReport>? after = null)
    {
        Directory.CreateDirectory(folder);
        using var journal = new Journal(Path.Combine(folder, "journal.jsonl"), context.Clock);
        StepReport? last = null;
        for (var step = 0L; step < training.Steps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            last = training.Step(step);
            journal.Append("step", Values(step, last));
            if (step % 50 == 0) context.Log.WriteLine($"{training.Stage} {step + 1}/{training.Steps} {string.Join(' ', last.Figures.Select(f => $"{f.Key}={f.Value:G4}"))}");
            after?.Invoke(step + 1, last);
            if (last.Stop is not null) break;
        }
        if (training.Finish() is { } final)
        {
            last = final;
            journal.Append("finish", Values(training.Steps, final));
        }
        return last!;
    }

    private static Dictionary<string, object?> Values(long step, StepReport report)
    {
        var values = new Dictionary<string, object?> { ["step"] = step };
        foreach (var (name, value) in report.Figures) values[name] = value;
        return values;
    }
}

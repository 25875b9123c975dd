using Heed.Learning;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>Opens a training's run folder and takes it through its steps there.</summary>
public sealed class TrainingRun(ITraining training, IRecipe recipe, SaveOptions saving, StageContext context)
{
    /// <summary>The file that is learned from; the version of its dataset is kept in the run's folder.</summary>
    public string? Data { get; init; }

    /// <summary>Called at each step border with the number of steps done, once also before the first.</summary>
    public Action<long>? AtBorder { get; init; }

    /// <returns>How it ended, with the figures of the last report.</returns>
    public TrainingEnd Run(string folder)
    {
        using var run = RunFolder.Open(folder, new RunOptions
        {
            Kind = training.Stage,
            Recipe = recipe,
            Resume = context.Resume,
            Clock = context.Clock,
            Save = saving,
        });
        if (Data is not null) DatasetLineage.Keep(Data, folder);
        if (run.ResumeFrom is null) AtBorder?.Invoke(0);
        var loop = new TrainingLoop(run, saving, context.Progress) { AtBorder = (done, _) => AtBorder?.Invoke(done) };
        var end = loop.Run(training, context.Cancellation);
        run.Finish(end.Steps, end.Figures);
        return end;
    }
}

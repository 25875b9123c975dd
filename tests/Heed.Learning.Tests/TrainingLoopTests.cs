using Heed.Learning.Finetuning;
using Heed.Learning.Optimization;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Learning.Tests;

public sealed class TrainingLoopTests : IDisposable
{
    private readonly string _folder = Toy.NewFolder();

    [Fact]
    public void A_run_stopped_and_resumed_ends_with_the_bits_of_one_that_was_not()
    {
        using var whole = Toy.NewModel();
        Train(whole, "whole", CancellationToken.None);
        for (var stop = 1; stop < 12; stop += 3)
        {
            using var model = Toy.NewModel();
            using var cancel = new CancellationTokenSource();
            var stopped = Assert.Throws<StoppedException>(() => Train(model, $"cut-{stop}", cancel.Token, (done, _) => { if (done == stop) cancel.Cancel(); }));
            Assert.Equal(stop, stopped.Step);
            using var resumed = Toy.NewModel();
            Train(resumed, $"cut-{stop}", CancellationToken.None);
            Assert.True(whole.Weights.All.SequenceEqual(resumed.Weights.All));
            Assert.Equal(Steps("whole"), Steps($"cut-{stop}"));
        }
    }

    [Fact]
    public void A_run_killed_after_a_checkpoint_repeats_the_lost_steps_alike()
    {
        using var whole = Toy.NewModel();
        Train(whole, "whole", CancellationToken.None);
        using var model = Toy.NewModel();
        Assert.Throws<InvalidOperationException>(() => Train(model, "killed", CancellationToken.None, (done, _) => { if (done == 7) throw new InvalidOperationException("killed"); }));
        using var resumed = Toy.NewModel();
        Train(resumed, "killed", CancellationToken.None);
        Assert.True(whole.Weights.All.SequenceEqual(resumed.Weights.All));
        Assert.Equal(Steps("whole"), Steps("killed"));
    }

    [Fact]
    public void A_finished_run_is_read_back_and_not_trained_again()
    {
        using var model = Toy.NewModel();
        var end = Train(model, "done", CancellationToken.None);
        using var again = Toy.NewModel();
        var read = Train(again, "done", CancellationToken.None, (_, _) => Assert.Fail("a step was taken"));
        Assert.Equal(end.Steps, read.Steps);
        Assert.Equal(end.Figures, read.Figures);
        Assert.True(model.Weights.All.SequenceEqual(again.Weights.All));
    }

    [Fact]
    public void Numbers_that_leave_the_finite_end_the_run_with_the_batch_saved()
    {
        using var model = Toy.NewModel();
        var failure = Assert.Throws<NonFiniteLossException>(() => Train(model, "diverged", CancellationToken.None, (done, _) => { if (done == 5) model.Weights.All[3] = float.NaN; }));
        Assert.Equal(ExitCode.Diverged, failure.ExitCode);
        var batch = Path.Combine(_folder, "diverged", "diverged-step-00000005.json");
        Assert.Contains(batch, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Prompt", File.ReadAllText(batch), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TrainingEnd Train(Decoder model, string name, CancellationToken cancellation, Action<long, StepReport>? atBorder = null)
    {
        var recipe = new FinetuningRecipe { Batch = 10, Epochs = 2, HeldOutEvery = 4, Saving = new SaveOptions { Every = 5 }, Optimizer = new OptimizerRecipe { LearningRate = 1e-2 } };
        var trainer = new Finetuner(recipe, model, Toy.Demonstrations(60), Toy.Demonstrations(10, seed: 6));
        using var run = RunFolder.Open(Path.Combine(_folder, name), new RunOptions { Kind = "sft", Recipe = recipe, Resume = true });
        return new TrainingLoop(run, recipe.Saving, Progress.Silent) { AtBorder = atBorder }.Run(trainer, cancellation);
    }

    /// <summary>The journal without its times.</summary>
    private List<string> Steps(string name) =>
        [.. Journal.Read(Path.Combine(_folder, name, "journal.jsonl")).Select(e => $"{e.Kind} {e.Step} {e.Values.ToJsonString()}")];
}

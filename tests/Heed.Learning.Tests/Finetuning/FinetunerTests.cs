using Heed.Learning.Finetuning;
using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Models.Adapters;
using Heed.Models.Training;
using Xunit;

namespace Heed.Learning.Tests.Finetuning;

public sealed class FinetunerTests
{
    [Fact]
    public void Answers_are_learned()
    {
        using var model = Toy.NewModel();
        var trainer = new Finetuner(Recipe with { Epochs = 10 }, model, Toy.Demonstrations(100), Toy.Demonstrations(30, seed: 6));
        Assert.True(trainer.Measure() > 2);
        TrainingRuns.Run(trainer);
        // The answers count on; only their length, 2 to 5, is left to chance: log 4 nats over 4.5 tokens.
        Assert.InRange(trainer.Measure()!.Value, 0.2, 0.55);
    }

    [Fact]
    public void Dynamic_fine_tuning_learns_what_is_already_likely()
    {
        using var model = Toy.NewModel();
        TrainingRuns.Run(new Finetuner(Recipe with { Epochs = 3 }, model, Toy.Demonstrations(100), []));
        var trainer = new Finetuner(Recipe with { Epochs = 6, Objective = FinetuningObjective.Dft }, model, Toy.Demonstrations(100), []);
        var losses = TrainingRuns.Run(trainer).Select(r => r["loss"]).ToList();
        Assert.True(losses.TakeLast(5).Average() < losses.Take(5).Average() - 0.03, string.Join(", ", losses));
    }

    [Fact]
    public void Nothing_is_learned_from_the_prompt()
    {
        // Gradients of one example with the prompt's tokens changed behind an answer of one token that does not look back: only the
        // rows of the answer may carry loss, so the loss of the batch is that of the answer rows alone.
        using var model = Toy.NewModel();
        var items = Toy.Demonstrations(4);
        var batch = new AnswerBatch(items);
        var expected = Enumerable.Range(0, 4).Sum(i => AnswerLoss(model, items[i])) / items.Sum(i => i.Answer.Length);
        var report = new Finetuner(Recipe with { Batch = 4 }, model, items, []).Step(0);
        Assert.Equal(expected, report["loss"], 1e-5);
        Assert.Equal(items.Sum(i => i.Answer.Length), report["tokens"]);
        Assert.Equal(batch.Answers.Tokens, batch.Predicting.Length);
    }

    [Fact]
    public void Packed_examples_do_not_see_each_other()
    {
        using var model = Toy.NewModel();
        var items = Toy.Demonstrations(5);
        var alone = items.SelectMany(i => LogProbs(model, [i])).ToArray();
        var together = LogProbs(model, items);
        for (var i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-5f);
    }

    [Fact]
    public void An_adapter_learns_and_leaves_the_model_as_it_was()
    {
        using var model = Toy.NewModel();
        var before = model.Weights.All.ToArray();
        var trainer = new Finetuner(Adapted with { Epochs = 10 }, model, Toy.Demonstrations(100), Toy.Demonstrations(30, seed: 6));
        using var adapted = trainer.Model;
        Assert.True(trainer.Measure() > 2);
        TrainingRuns.Run(trainer);
        Assert.InRange(trainer.Measure()!.Value, 0.2, 1.2);
        Assert.True(model.Weights.All.SequenceEqual(before));
        Assert.Equal(adapted.TrainedParameters.Sum(p => p.Length), adapted.Gradients.All.Length);      // frozen weights have none
        using var merged = adapted.Merged();
        var items = Toy.Demonstrations(5);
        float[] live = LogProbs(adapted, items), baked = LogProbs(merged, items);
        for (var i = 0; i < live.Length; i++) Assert.Equal(live[i], baked[i], 1e-4f);
    }

    [Fact]
    public void Resuming_with_an_adapter_gives_the_same_bits() => TrainingRuns.ResumesExactly(
        () => new Finetuner(Adapted with { Epochs = 2 }, Toy.NewModel(), Toy.Demonstrations(60), []), t => t.Model.Trained, stop: 5);

    [Fact]
    public void Resuming_gives_the_same_bits() => TrainingRuns.ResumesExactly(
        () => new Finetuner(Recipe with { Epochs = 2 }, Toy.NewModel(), Toy.Demonstrations(60), []), t => t.Model.Weights, stop: 5);

    [Fact]
    public void Every_demonstration_is_seen_once_an_epoch()
    {
        using var model = Toy.NewModel();
        var trainer = new Finetuner(Recipe with { Batch = 7, Epochs = 2 }, model, Toy.Demonstrations(20), []);
        Assert.Equal(6, trainer.Steps);                                                  // 40 places, 7 a step
        var tokens = TrainingRuns.Run(trainer).Sum(r => r["tokens"]);
        Assert.Equal(2 * Toy.Demonstrations(20).Sum(d => d.Answer.Length), tokens);
    }

    [Fact]
    public void No_tensor_outlives_a_step()
    {
        using var model = Toy.NewModel();
        var trainer = new Finetuner(Recipe with { Epochs = 4 }, model, Toy.Demonstrations(60), []);
        trainer.Step(0);
        var before = TrainingRuns.LiveTensors();
        TrainingRuns.Run(trainer, from: 1, to: 6);
        Assert.Equal(before, TrainingRuns.LiveTensors());
    }

    private static FinetuningRecipe Adapted => Recipe with { Adapter = new AdapterConfig { Rank = 8, Alpha = 32 } };

    private static FinetuningRecipe Recipe => new() { Batch = 10, HeldOutEvery = 0, Optimizer = new OptimizerRecipe { LearningRate = 1e-2 } };

    private static float[] LogProbs(Decoder model, IReadOnlyList<AnsweredPrompt> items)
    {
        var batch = new AnswerBatch(items);
        using var pass = model.Forward(batch.Tokens, train: false);
        return pass.Evaluate(batch.Predicting, batch.Targets).LogProbs;
    }

    private static double AnswerLoss(Decoder model, AnsweredPrompt item) => -LogProbs(model, [item]).Sum(p => (double)p);
}

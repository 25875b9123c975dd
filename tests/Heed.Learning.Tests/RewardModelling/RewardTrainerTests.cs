using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Learning.RewardModelling;
using Heed.Learning.Scoring;
using Heed.Models.Adapters;
using Xunit;

namespace Heed.Learning.Tests.RewardModelling;

public sealed class RewardTrainerTests
{
    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Last)]
    public void Learns_that_longer_is_better(Pooling pooling)
    {
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe with { Pooling = pooling, Epochs = 12 }, start, Pairs(200, 1), Pairs(100, 2));
        TrainingRuns.Run(trainer);
        var held = trainer.Measure()!;
        Assert.True(held.Accuracy > 0.9, $"accuracy {held.Accuracy}");
        Assert.True(held.LengthCorrelation > 0.7, $"correlation {held.LengthCorrelation}");
        Assert.Equal(1, held.Ceiling);
        Assert.Equal(1, held.LongerAccuracy);
    }

    [Fact]
    public void Scores_are_normalised_on_the_answers_given()
    {
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe, start, Pairs(40, 1), []);
        TrainingRuns.Run(trainer);
        var answers = Toy.Demonstrations(50);
        trainer.Model.Normalise(answers);
        var scores = trainer.Model.Score(answers);
        Assert.Equal(0, scores.Average(), 1e-6);
        Assert.Equal(1, scores.Average(s => s * s), 1e-3);
    }

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Last)]
    public void A_score_does_not_depend_on_the_other_answers(Pooling pooling)
    {
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe with { Pooling = pooling }, start, Pairs(40, 1), []);
        TrainingRuns.Run(trainer);
        var answers = Toy.Demonstrations(20);
        var together = trainer.Model.Score(answers);
        for (var i = 0; i < answers.Count; i++) Assert.Equal(trainer.Model.Score([answers[i]])[0], together[i], 1e-5);
    }

    [Fact]
    public void A_reward_model_is_read_back_as_it_was_written()
    {
        var folder = Toy.NewFolder();
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe, start, Pairs(40, 1), []);
        TrainingRuns.Run(trainer);
        var answers = Toy.Demonstrations(20);
        trainer.Model.Normalise(answers);
        trainer.Model.Save(folder);
        using var read = RewardModel.Load(folder);
        Assert.Equal(trainer.Model.Score(answers), read.Score(answers));
        Assert.Equal(Pooling.Mean, read.Pooling);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Weights_decide_which_of_two_contradictory_votes_is_learned()
    {
        using var start = Toy.NewModel();
        var pairs = Pairs(100, 1);
        List<RatedPair> contradicted = [.. pairs.Select(p => p with { Weight = 0.9 }), .. pairs.Select(p => p with { FirstBetter = 1 - p.FirstBetter, Weight = 0.1 })];
        using var trainer = new RewardTrainer(Recipe with { Epochs = 6 }, start, contradicted, Pairs(100, 2));
        TrainingRuns.Run(trainer);
        Assert.True(trainer.Measure()!.Accuracy > 0.8);
    }

    [Fact]
    public void The_ceiling_is_the_majoritys_share_and_calibration_compares_with_the_votes()
    {
        // Two pairs, votes 0.8 and 0.3 for the first; the model says σ(0) = 0.5 for both: 0.5 and 0.5 sided with; off by 0.05 on average.
        var answer = Toy.Demonstrations(1)[0];
        var held = RewardEvaluation.Of([new(answer, answer, 0.8), new(answer, answer, 0.3)], [1, 2], [1, 2]);
        Assert.Equal(0.75, held.Ceiling, 1e-12);
        Assert.Equal(0.5, held.Accuracy, 1e-12);
        Assert.Equal(0.05, held.CalibrationError, 1e-12);
        Assert.Equal(Math.Log(2), held.Loss, 1e-12);
    }

    [Fact]
    public void Resuming_gives_the_same_bits() => TrainingRuns.ResumesExactly(
        () => new RewardTrainer(Recipe with { Epochs = 2 }, Toy.NewModel(), Pairs(60, 1), Pairs(10, 2)), t => t.Model.Network.Weights, stop: 5);

    [Fact]
    public void Resuming_with_an_adapter_gives_the_same_bits() => TrainingRuns.ResumesExactly(
        () => new RewardTrainer(Recipe with { Epochs = 2, Adapter = new AdapterConfig() }, Toy.NewModel(), Pairs(60, 1), Pairs(10, 2)), t => t.Model.Network.Trained, stop: 5);

    [Fact]
    public void The_head_of_an_adapted_reward_model_is_trained_with_it()
    {
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe with { Adapter = new AdapterConfig() }, start, Pairs(60, 1), []);
        var network = trainer.Model.Network;
        Assert.Contains(network.TrainedParameters, p => p.Name.EndsWith("score.weight", StringComparison.Ordinal));
        var before = network.Trained.All.ToArray();
        trainer.Step(0);
        Assert.NotEqual(before, network.Trained.All.ToArray());
    }

    [Fact]
    public void No_tensor_outlives_a_step()
    {
        using var start = Toy.NewModel();
        using var trainer = new RewardTrainer(Recipe with { Epochs = 3 }, start, Pairs(60, 1), Pairs(10, 2));
        trainer.Step(0);
        var before = TrainingRuns.LiveTensors();
        TrainingRuns.Run(trainer, from: 1, to: 6);
        Assert.Equal(before, TrainingRuns.LiveTensors());
    }

    private static RewardRecipe Recipe => new() { Batch = 10, Epochs = 2, HeldOutEvery = 0, Optimizer = new OptimizerRecipe { LearningRate = 1e-2 } };

    /// <summary>Pairs of answers to one prompt, of different lengths; the longer is better.</summary>
    private static List<RatedPair> Pairs(int count, ulong seed)
    {
        var random = new Heed.Runs.SeededRandom(seed, "toy pairs");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var prompt = Toy.Text(random, 3);
            var length = 1 + random.Next(4);
            var other = (length + 1 + random.Next(3)) % 5 + 1;
            if (other == length) other++;
            return new RatedPair(Answer(prompt, length), Answer(prompt, other), length > other ? 1 : 0);
        })];
    }

    private static AnsweredPrompt Answer(int[] prompt, int length) =>
        new(prompt, [.. Enumerable.Range(1, length).Select(i => 1 + (prompt[^1] - 1 + i) % 11), Toy.End]);
}

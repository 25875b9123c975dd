using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;
using Heed.StepTimes.Eager;
using Heed.StepTimes.Training;
using Xunit;

namespace Heed.StepTimes.Tests;

/// <summary>A race is fair when both run the same course.</summary>
public sealed class EagerModelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_of_the_training_rows_go_down_the_same_losses(bool tied)
    {
        var config = new DecoderConfig { VocabularySize = 61, Width = 32, Layers = 2, Heads = 4, MaxPositions = 16, TieEmbeddings = tied };
        var random = new SeededRandom(3);
        int[][] sequences = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 13).Select(_ => random.Next(61)).ToArray())];
        using var model = new Decoder(config, new SeededRandom(1), new WeightInitialisation { EmbeddingDeviation = 0.2 });
        using var eager = new EagerTrainingStep<EagerModel>(new EagerModel(config), sequences);
        eager.Model.Take(model.Plan, model.Weights);
        var own = new TrainingStep(model, sequences);
        for (var step = 0; step < 5; step++) Assert.Equal(own.Run(), eager.Run(), 3e-5);
    }

    [Fact]
    public void Both_sides_of_the_characters_row_go_down_the_same_losses()
    {
        var config = TrainedModel.Characters.Config with { Width = 32, Layers = 2, Activation = Activation.Gelu };
        var sequences = TrainedModel.Characters.Tokens();
        using var model = new Decoder(config, new SeededRandom(1), new WeightInitialisation { EmbeddingDeviation = 0.2 });
        using var eager = new EagerTrainingStep<EagerGpt2>(new EagerGpt2(config), sequences);
        eager.Model.Take(model.Weights);
        var own = new TrainingStep(model, sequences);
        for (var step = 0; step < 5; step++) Assert.Equal(own.Run(), eager.Run(), 1e-4);
    }
}

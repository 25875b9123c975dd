using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Learning.Pretraining;
using Heed.Models.Training;
using Xunit;

namespace Heed.Learning.Tests.Pretraining;

public sealed class PretrainerTests : IDisposable
{
    private readonly string _folder = Toy.NewFolder();

    [Theory]
    [InlineData(PackingKind.Documents)]
    [InlineData(PackingKind.Stream)]
    public void A_tiny_model_learns_a_bigram_language_to_its_entropy(PackingKind packing)
    {
        using var model = Toy.NewModel();
        var trainer = NewTrainer(model, Recipe(200) with { Packing = packing });
        var reports = TrainingRuns.Run(trainer);
        var held = trainer.Measure()!;
        Assert.InRange(reports[0]["loss"], 2, 8);
        // A document's end cannot be foretold: about one token in eighteen, which costs some 0.2 nats a token.
        Assert.InRange(held.Loss, Toy.Entropy, Toy.Entropy + 0.35);
        Assert.Equal(held.Loss / Math.Log(2), held.BitsPerByte, 1e-9);                // a byte a token here
        Assert.Equal(held.Loss, reports[^1]["heldout_loss"]);
    }

    [Fact]
    public void Accumulating_micro_batches_gives_the_step_of_one_batch()
    {
        using var whole = Toy.NewModel();
        using var parts = Toy.NewModel();
        var one = NewTrainer(whole, Recipe(3)).Step(0);
        var many = NewTrainer(parts, Recipe(3) with { TokensAPass = 40 }).Step(0);
        Assert.Equal(one["loss"], many["loss"], 1e-6);
        Assert.Equal(one["gradient_norm"], many["gradient_norm"], 1e-5);
    }

    [Theory]
    [InlineData(PackingKind.Documents)]
    [InlineData(PackingKind.Stream)]
    public void Resuming_gives_the_same_bits(PackingKind packing) => TrainingRuns.ResumesExactly(
        () => NewTrainer(Toy.NewModel(), Recipe(8) with { Packing = packing }), t => t.Model.Weights, stop: 3);

    [Fact]
    public void A_row_starts_where_a_document_starts_and_holds_it_alone()
    {
        using var text = Toy.Shard(_folder, "rows", documents: 30, seed: 3);
        var rows = RowSource.Of(text, Recipe(1) with { RowTokens = 100, Rows = 30 });
        var documents = Enumerable.Range(0, text.Documents).Select(text.Read).ToList();
        Assert.Equal(documents, rows.All());
        Assert.Equal(documents.Select(d => string.Join(',', d)).Order(), rows.Batch(0).Select(r => string.Join(',', r)).Order());
    }

    [Fact]
    public void A_document_longer_than_a_row_is_learned_whole()
    {
        using var text = Toy.Shard(_folder, "long", documents: 5, seed: 4);
        var rows = RowSource.Of(text, Recipe(1) with { RowTokens = 4 }).All().ToList();
        Assert.All(rows, r => Assert.InRange(r.Length, 2, 5));
        Assert.Equal(text.Count - text.Documents, rows.Sum(r => r.Length - 1));
    }

    [Fact]
    public void A_weight_that_is_not_finite_stops_training_before_the_update()
    {
        using var model = Toy.NewModel();
        model.Weights.All[5] = float.NaN;
        var before = model.Weights.All.ToArray();
        var trainer = NewTrainer(model, Recipe(2));
        var failure = Assert.Throws<NonFiniteLossException>(() => trainer.Step(0));
        Assert.Equal(0, failure.Step);
        Assert.True(before.AsSpan().SequenceEqual(model.Weights.All));
        using var batch = new MemoryStream();
        trainer.WriteBatch(batch);
        Assert.True(batch.Length > 100);
    }

    [Fact]
    public void No_tensor_outlives_a_step()
    {
        using var model = Toy.NewModel();
        var trainer = NewTrainer(model, Recipe(20));
        trainer.Step(0);
        var before = TrainingRuns.LiveTensors();
        TrainingRuns.Run(trainer, from: 1, to: 6);
        Assert.Equal(before, TrainingRuns.LiveTensors());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PretrainingRecipe Recipe(long steps) => new()
    {
        Steps = steps,
        Rows = 16,
        RowTokens = 32,
        HeldOutEvery = 0,
        Optimizer = new OptimizerRecipe { LearningRate = 1e-2, WeightDecay = 0.1, Schedule = new CosineDecay { WarmUpSteps = 5, Floor = 0.1 } }
    };

    private Pretrainer NewTrainer(Decoder model, PretrainingRecipe recipe) =>
        new(recipe, model, Toy.Shard(_folder, "train", 200, 1), Toy.Shard(_folder, "held", 40, 2), _ => 1);
}

using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Adapters;

/// <summary>Adapters on a base whose matrices are kept in int8.</summary>
public sealed class Int8BaseTests : IDisposable
{
    // Maps of more rows than are widened at a time.
    private static readonly DecoderConfig Llama = new() { VocabularySize = 61, Width = 24, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadWidth = 6, FeedForwardWidth = 300, MaxPositions = 40 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var shape in (string[])["llama", "gpt2", "neox"])
                foreach (var kind in (string[])["plain", "dora", "biases", "lora_bias", "saved"]) data.Add(shape, kind);
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Logits_and_gradients_are_to_the_bit_those_of_the_rounded_weights_in_float32(string shape, string kind)
    {
        using var models = new Pair(_folder.Path, Config(shape), Adapter(shape, kind));
        var (int8, whole) = (models.Int8, models.Whole);
        var batch = PackedBatch.Of([[.. Enumerable.Range(0, 30)], [5, 4, 3]]);
        Assert.Equal(Learn(whole, batch), Learn(int8, batch));
        Assert.True(whole.Gradients.All.SequenceEqual(int8.Gradients.All));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_along_a_direction_is_the_difference_quotient_of_the_loss(string shape, string kind)
    {
        using var models = new Pair(_folder.Path, Config(shape), Adapter(shape, kind));
        var (model, random) = (models.Int8, new SeededRandom(7));
        var batch = PackedBatch.Of([[.. Enumerable.Range(0, 30)], [5, 4, 3]]);
        Learn(model, batch);
        // A row's length is taken as constant where there is a magnitude: along the low-rank factors the quotient is another one.
        foreach (var parameter in model.TrainedParameters.Where(p => kind != "dora" || p.Name.Contains("magnitude", StringComparison.Ordinal)))
        {
            var direction = new float[parameter.Length];
            for (var i = 0; i < direction.Length; i++) direction[i] = (float)random.NextGaussian();
            var slope = 0.0;
            for (var i = 0; i < direction.Length; i++) slope += (double)direction[i] * model.Gradients[parameter][i];
            var quotient = (4 * Quotient(model, parameter, direction, batch, 1e-3f) - Quotient(model, parameter, direction, batch, 2e-3f)) / 3;
            Assert.True(Math.Abs(quotient - slope) <= 0.03 + 0.01 * Math.Abs(slope), $"{parameter.Name}: gradient {slope:G6}, difference quotient {quotient:G6}");
        }
    }

    [Fact]
    public void The_merged_model_is_the_rounded_base_with_the_changes()
    {
        using var models = new Pair(_folder.Path, Llama, Adapter("llama", "plain"));
        using Decoder merged = models.Int8.Merged(), expected = models.Whole.Merged();
        Assert.True(expected.Weights.All.SequenceEqual(merged.Weights.All));
    }

    [Fact]
    public void No_float_is_held_for_a_matrix_of_a_block()
    {
        using var models = new Pair(_folder.Path, Llama, Adapter("llama", "plain"));
        var plan = models.Int8.Plan;
        Assert.Equal(plan.Parameters.Where(p => !plan.IsBlockMatrix(p)).Sum(p => p.Length), models.Int8.Weights.All.Length);
    }

    [Fact]
    public void A_copy_with_a_scalar_head_keeps_the_base_in_int8()
    {
        using var models = new Pair(_folder.Path, Llama, Adapter("llama", "plain"));
        using var scored = models.Base.WithScoreHead();
        Assert.Equal(BaseNumbers.Int8, scored.Weights.Numbers);
        var matrix = scored.Plan.Parameters.First(scored.Plan.IsBlockMatrix);
        Assert.True(models.Base.Weights.Read(models.Base.Plan.Parameters.First(p => p.Name == matrix.Name)).SequenceEqual(scored.Weights.Read(matrix)));
    }

    [Fact]
    public void The_generator_speaks_with_an_adapter_on_it()
    {
        using var models = new Pair(_folder.Path, Llama, Adapter("llama", "plain"));
        using Generator int8 = new(models.Int8), whole = new(models.Whole), bare = new(models.Base);
        var options = new SamplingOptions { Greedy = true, MaxNewTokens = 8 };
        Assert.Equal(whole.Generate([[1, 2, 3]], options, 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens, int8.Generate([[1, 2, 3]], options, 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens);
        Assert.Equal(8, bare.Generate([[1, 2, 3]], options, 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens.Length);
    }

    public void Dispose() => _folder.Dispose();

    private static DecoderConfig Config(string shape) => shape switch
    {
        "gpt2" => new() { Family = DecoderFamily.Gpt2, VocabularySize = 61, Width = 24, Layers = 2, Heads = 3, MaxPositions = 40 },
        "neox" => new() { Family = DecoderFamily.GptNeox, VocabularySize = 61, Width = 24, Layers = 2, Heads = 3, MaxPositions = 40, RotaryWidth = 4, ParallelBranches = true, TieEmbeddings = false },
        _ => Llama,
    };

    private static AdapterConfig Adapter(string shape, string kind) => kind switch
    {
        "dora" => new() { Rank = 3, Dora = true },
        "biases" => new() { Rank = 3, Bias = AdapterBias.All },
        "lora_bias" => new() { Rank = 3, LoraBias = true },
        "saved" => new() { Rank = 3, Layers = [0], SavedModules = [shape switch { "gpt2" => "h.1.mlp.c_proj", "neox" => "layers.1.mlp.dense_4h_to_h", _ => "layers.1.mlp.down_proj" }] },
        _ => new() { Rank = 3 },
    };

    private static double Learn(Decoder model, PackedBatch batch)
    {
        using var pass = model.Forward(batch, train: true);
        var loss = pass.CrossEntropy(Rows(batch), Targets(batch), 1);
        pass.Backward();
        return loss;
    }

    private static double Loss(Decoder model, PackedBatch batch)
    {
        using var pass = model.Forward(batch, train: false);
        return pass.CrossEntropy(Rows(batch), Targets(batch), 1);
    }

    private static int[] Rows(PackedBatch batch) => [.. Enumerable.Range(0, batch.Count).Where(i => !batch.Starts.Contains(i + 1))];

    private static int[] Targets(PackedBatch batch) => Array.ConvertAll(Rows(batch), r => batch.Tokens[r + 1]);

    private static double Quotient(Decoder model, Parameter parameter, float[] direction, PackedBatch batch, float step)
    {
        void Move(float by)
        {
            var weights = model.Trained[parameter];
            for (var i = 0; i < direction.Length; i++) weights[i] += by * direction[i];
        }
        Move(step);
        var above = Loss(model, batch);
        Move(-2 * step);
        var below = Loss(model, batch);
        Move(step);
        return (above - below) / (2 * step);
    }

    /// <summary>The same adapter on the int8 base, and on a float32 base of the same rounded numbers.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair(string folder, DecoderConfig config, AdapterConfig adapter)
        {
            using (var model = new Decoder(config, new SeededRandom(3))) model.Save(folder);
            Base = Decoder.Load(folder, BaseNumbers.Int8);
            var rounded = new Decoder(Base.Config);
            foreach (var parameter in rounded.Plan.Parameters) rounded.Weights.Write(parameter, Base.Weights.Read(parameter));
            (Int8, Whole) = (Changed(Base, adapter, owns: false), Changed(rounded, adapter, owns: true));
        }

        public Decoder Base { get; }

        public Decoder Int8 { get; }

        public Decoder Whole { get; }

        private static Decoder Changed(Decoder model, AdapterConfig config, bool owns)
        {
            var adapted = model.With(config, new SeededRandom(4), owns);
            var random = new SeededRandom(5);
            foreach (ref var w in adapted.Trained.All) w += 0.1f * (float)random.NextGaussian();
            return adapted;
        }

        public void Dispose()
        {
            Int8.Dispose();
            Whole.Dispose();
            Base.Dispose();
        }
    }
}

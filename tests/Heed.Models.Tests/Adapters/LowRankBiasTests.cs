using System.Text.Json.Nodes;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Adapters;

/// <summary>PEFT's lora_bias: B has a bias of its own, W·x + scale·(B·A·x + b).</summary>
public sealed class LowRankBiasTests : IDisposable
{
    private static readonly DecoderConfig Llama = new() { VocabularySize = 11, Width = 8, Layers = 2, Heads = 2, FeedForwardWidth = 12, MaxPositions = 16 };

    private static readonly AdapterConfig Biased = new() { Rank = 2, Alpha = 8, LoraBias = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_one_changes_nothing_yet()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(Biased, new SeededRandom(2));
        Assert.Equal(Logits(model), Logits(adapted));
    }

    [Fact]
    public void Merging_adds_the_scaled_bias_to_the_map_s_own()
    {
        using var model = new Decoder(Llama with { AttentionBias = true }, new SeededRandom(1));
        using var adapted = Moved(model, Biased with { Targets = ["v_proj"] });
        using var merged = adapted.Merged();
        var own = model.Weights["model.layers.1.self_attn.v_proj.bias"].ToArray();
        var added = adapted.Adapter!.Weights["base_model.model.model.layers.1.self_attn.v_proj.lora_B.bias"].ToArray();
        Assert.Equal(own.Zip(added, (w, b) => w + 4 * b), merged.Weights["model.layers.1.self_attn.v_proj.bias"].ToArray());      // 8 / 2
    }

    [Theory]
    [InlineData(DecoderFamily.Llama)]
    [InlineData(DecoderFamily.Gpt2)]
    [InlineData(DecoderFamily.GptNeox)]
    public void The_merged_model_gives_the_numbers_of_the_adapted_one(DecoderFamily family)
    {
        using var model = new Decoder(Config(family), new SeededRandom(1));
        using var adapted = Moved(model, Biased);
        using var merged = adapted.Merged();
        Assert.NotEqual(Logits(model), Logits(adapted));
        Assert.Equal(Logits(adapted), Logits(merged), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Maps_without_biases_get_them_and_the_folder_is_read_back()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = Moved(model, Biased);
        adapted.Save(_folder.Path);
        using var read = Decoder.Load(_folder.Path);
        Assert.True(read.Config is { AttentionBias: true, FeedForwardBias: true });
        Assert.Equal(Logits(adapted), Logits(read), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void The_generator_speaks_with_it()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = Moved(model, Biased);
        using var generator = new Generator(adapted);
        var token = generator.Generate([[1, 5, 2, 9]], new SamplingOptions { Greedy = true, MaxNewTokens = 1 }, 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens[0];
        var last = Logits(adapted)[^Llama.VocabularySize..];
        Assert.Equal(Array.IndexOf(last, last.Max()), token);
    }

    [Theory]
    [InlineData(DecoderFamily.Llama)]
    [InlineData(DecoderFamily.GptNeox)]
    public void It_is_written_and_read_as_PEFT_names_it(DecoderFamily family)
    {
        using var model = new Decoder(Config(family), new SeededRandom(1));
        using var adapted = Moved(model, Biased with { ExcludedPattern = ".*down_proj" });
        PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "adapter_config.json")))!;
        Assert.Equal((true, ".*down_proj"), ((bool)json["lora_bias"]!, (string)json["exclude_modules"]!));
        using (var file = new SafetensorsReader(Path.Combine(_folder.Path, "adapter_model.safetensors")))
            Assert.Contains(file.Entries, e => e.Key.EndsWith(".lora_B.bias", StringComparison.Ordinal) && e.Value.Shape.Count == 1);
        using var again = model.With(PeftFolder.Load(_folder.Path, model));
        Assert.Equal(Logits(adapted), Logits(again));
    }

    [Theory]
    [InlineData(DecoderFamily.Mistral, "o_proj", "models of the family Mistral do not have")]
    [InlineData(DecoderFamily.Llama, "embed_tokens", "has no place for a bias")]
    [InlineData(DecoderFamily.Llama, "lm_head", "has no place for a bias")]
    public void Where_there_is_no_place_for_it_training_does_not_begin(DecoderFamily family, string target, string expected)
    {
        using var model = new Decoder(Llama with { Family = family }, new SeededRandom(1));
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => model.With(Biased with { Targets = [target] }, new SeededRandom(2))).Message);
    }

    [Fact]
    public void Rows_of_a_length_of_their_own_have_no_such_bias() =>
        Assert.Contains((Biased with { Dora = true }).Problems(), p => p.Path == "lora_bias");

    private static DecoderConfig Config(DecoderFamily family) => family == DecoderFamily.Llama ? Llama
        : new() { Family = family, VocabularySize = 11, Width = 8, Layers = 2, Heads = 2, MaxPositions = 16, TieEmbeddings = family == DecoderFamily.Gpt2 };

    private static Decoder Moved(Decoder model, AdapterConfig config)
    {
        var adapted = model.With(config, new SeededRandom(2));
        var random = new SeededRandom(3);
        foreach (ref var w in adapted.Trained.All) w += 0.2f * (float)random.NextGaussian();
        return adapted;
    }

    private static float[] Logits(Decoder model)
    {
        using var pass = model.Forward(PackedBatch.Of([[1, 5, 2, 9]]), train: false);
        return pass.Logits([0, 1, 2, 3]);
    }
}

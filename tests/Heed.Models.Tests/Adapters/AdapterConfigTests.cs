using System.Text.Json.Nodes;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Adapters;

/// <summary>Which tensors an adapter's settings choose.</summary>
public sealed class AdapterConfigTests : IDisposable
{
    private static readonly DecoderConfig Llama = new() { VocabularySize = 11, Width = 8, Layers = 3, Heads = 2, FeedForwardWidth = 12, MaxPositions = 16, AttentionBias = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_linear_is_every_map_of_the_blocks_and_no_head() =>
        Assert.Equal(3 * 7, Modules(new AdapterConfig()).Count);

    [Fact]
    public void A_list_names_modules_or_their_ends() =>
        Assert.Equal(["model.layers.0.self_attn.q_proj", "model.layers.1.mlp.up_proj", "model.layers.1.self_attn.q_proj", "model.layers.2.self_attn.q_proj"],
            Modules(new AdapterConfig { Targets = ["q_proj", "model.layers.1.mlp.up_proj"] }));

    [Fact]
    public void A_pattern_must_match_the_whole_name() =>
        Assert.Equal(["model.layers.0.self_attn.k_proj", "model.layers.2.self_attn.k_proj"], Modules(new AdapterConfig { TargetPattern = @"model\.layers\.(0|2)\..*k_proj" }));

    [Fact]
    public void Layers_and_exclusions_narrow_the_choice() =>
        Assert.Equal(["model.layers.2.self_attn.q_proj"], Modules(new AdapterConfig { Targets = ["q_proj", "v_proj"], Layers = [0, 2], Excluded = ["v_proj", "layers.0.self_attn.q_proj"] }));

    [Fact]
    public void The_first_pattern_that_matches_the_end_gives_rank_and_scale()
    {
        var config = new AdapterConfig
        {
            Rank = 4,
            Alpha = 8,
            Targets = ["q_proj", "v_proj"],
            RankPattern = new Dictionary<string, int> { [@"layers\.1\.self_attn\.q_proj"] = 16 },
            AlphaPattern = new Dictionary<string, double> { ["v_proj"] = 1 },
        };
        Assert.Equal((4, 2f), (config.RankOf("model.layers.0.self_attn.q_proj"), config.ScaleOf("model.layers.0.self_attn.q_proj")));
        Assert.Equal((16, 0.5f), (config.RankOf("model.layers.1.self_attn.q_proj"), config.ScaleOf("model.layers.1.self_attn.q_proj")));
        Assert.Equal(0.25f, config.ScaleOf("model.layers.0.self_attn.v_proj"));
        Assert.Equal(2f, (config with { Rslora = true }).ScaleOf("model.layers.1.self_attn.q_proj"));       // 8 / √16
    }

    [Fact]
    public void Biases_of_adapted_maps_alone_are_trained_although_they_lie_among_others()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Targets = ["q_proj", "v_proj"], Bias = AdapterBias.LoraOnly }, new SeededRandom(2));
        Assert.Equal(3 * 2, adapted.TrainedParameters.Count(p => p.Name.EndsWith("base_layer.bias", StringComparison.Ordinal)));
        using (var pass = adapted.Forward(PackedBatch.Of([[1, 2, 3, 4]]), train: true))
        {
            pass.CrossEntropy([0, 1, 2], [2, 3, 4], 1);
            pass.Backward();
        }
        var untrained = adapted.Adapter!.Layout.Parameters.Single(p => !p.Trained && p.Source!.Name == "model.layers.0.self_attn.k_proj.bias");
        Assert.All(adapted.Gradients[untrained.Parameter].ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void A_new_adapter_changes_nothing_yet_not_even_by_a_magnitude()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Dora = true }, new SeededRandom(2));
        Assert.Equal(Logits(model), Logits(adapted), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Several_adapters_share_one_base()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using Decoder first = model.With(new AdapterConfig { Targets = ["q_proj"] }, new SeededRandom(2)), second = model.With(new AdapterConfig { Targets = ["up_proj"] }, new SeededRandom(3));
        var before = Logits(second);
        foreach (ref var w in first.Trained.All) w += 0.2f;
        Assert.Equal(before, Logits(second));
        Assert.NotEqual(Logits(model), Logits(first));
        Assert.True(ReferenceEquals(first.Weights, second.Weights));
    }

    [Fact]
    public void Merging_an_adapted_embedding_unties_the_head()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Targets = ["embed_tokens"] }, new SeededRandom(2));
        foreach (ref var w in adapted.Trained.All) w += 0.2f;
        using var merged = adapted.Merged();
        Assert.False(merged.Config.TieEmbeddings);
        Assert.Equal(Logits(adapted), Logits(merged), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Theory]
    [InlineData("target_modules", "[\"no_proj\"]", "targets name 'no_proj'")]
    [InlineData("r", "0", "expected at least 1")]
    [InlineData("bias", "\"some\"", "bias some")]
    [InlineData("peft_type", "\"PREFIX_TUNING\"", "peft_type PREFIX_TUNING")]
    [InlineData("use_qalora", "true", "use_qalora true")]
    [InlineData("init_lora_weights", "\"pissa\"", "init_lora_weights pissa")]
    [InlineData("r", "3", "has the shape [8, 8]")]
    public void What_is_wrong_with_an_adapter_is_said_by_name(string key, string value, string expected)
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using (var adapted = model.With(new AdapterConfig { Targets = ["q_proj"] }, new SeededRandom(2))) PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        var path = Path.Combine(_folder.Path, "adapter_config.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        Assert.Contains(expected, Assert.ThrowsAny<HeedException>(() => PeftFolder.Load(_folder.Path, model)).Message);
    }

    private static List<string> Modules(AdapterConfig config)
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(config, new SeededRandom(2));
        return [.. adapted.TrainedParameters.Where(p => p.Name.EndsWith(".lora_A.weight", StringComparison.Ordinal))
            .Select(p => p.Name["base_model.model.".Length..^".lora_A.weight".Length]).Order(StringComparer.Ordinal)];
    }

    private static float[] Logits(Decoder model)
    {
        using var pass = model.Forward(PackedBatch.Of([[1, 5, 2, 9]]), train: false);
        return pass.Logits([0, 1, 2, 3]);
    }
}

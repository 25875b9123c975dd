using System.Text.Json.Nodes;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
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
    public void A_pattern_leaves_out_modules_whose_whole_name_it_matches() =>
        Assert.Equal(["model.layers.1.self_attn.q_proj", "model.layers.2.self_attn.q_proj", "model.layers.2.self_attn.v_proj"],
            Modules(new AdapterConfig { Targets = ["q_proj", "v_proj"], ExcludedPattern = @".*layers\.0\..*|model\.layers\.1\..*v_proj|q_proj" }));

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
    [InlineData("lm_head")]
    [InlineData("embed_tokens", "lm_head")]
    public void A_tied_head_that_is_saved_has_weights_of_its_own(params string[] saved)
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Targets = ["q_proj"], SavedModules = saved }, new SeededRandom(2));
        foreach (ref var w in adapted.Adapter!.Weights[adapted.TrainedParameters.Single(p => p.Name.EndsWith("lm_head.weight", StringComparison.Ordinal))]) w *= 2;
        Assert.Equal(Logits(model).Select(l => 2 * l), Logits(adapted), (a, b) => Math.Abs(a - b) < 1e-4);
        PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        using var again = model.With(PeftFolder.Load(_folder.Path, model));
        Assert.Equal(Logits(adapted), Logits(again));
        using var merged = again.Merged();
        Assert.Equal(Logits(again), Logits(merged), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void An_embedding_that_lies_whole_beside_the_factors_replaces_the_base_s()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Targets = ["q_proj"], SavedModules = ["embed_tokens"] }, new SeededRandom(2));
        foreach (ref var w in adapted.Adapter!.Weights[adapted.TrainedParameters.Single(p => p.Name.EndsWith("embed_tokens.weight", StringComparison.Ordinal))]) w += 0.1f;
        PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        Change(json => json["modules_to_save"] = null);
        using var again = model.With(PeftFolder.Load(_folder.Path, model));
        Assert.Equal(Logits(adapted), Logits(again));
    }

    [Fact]
    public void The_base_s_head_lies_beside_its_change_as_PEFT_has_it()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using var adapted = model.With(new AdapterConfig { Targets = ["q_proj", "lm_head"] }, new SeededRandom(2));
        PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        using (var file = new SafetensorsReader(Path.Combine(_folder.Path, "adapter_model.safetensors")))
            Assert.True(model.Weights["model.embed_tokens.weight"].SequenceEqual(file.Read("base_model.model.lm_head.base_layer.weight")));
        using var again = PeftFolder.Load(_folder.Path, model);
        using var other = new Decoder(Llama, new SeededRandom(3));
        Assert.Contains("is not the one of the model", Assert.Throws<CheckpointException>(() => PeftFolder.Load(_folder.Path, other)).Message);
    }

    [Fact]
    public void A_list_of_PEFT_may_name_modules_of_other_models_too()
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using (var adapted = model.With(new AdapterConfig { Targets = ["q_proj"] }, new SeededRandom(2))) PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        Change(json => (json["target_modules"], json["modules_to_save"]) = (new JsonArray("q_proj", "query_key_value"), new JsonArray("classifier")));
        using var read = PeftFolder.Load(_folder.Path, model);
        Assert.Equal(3 * 2, read.Trained.Count());
    }

    [Theory]
    [InlineData("targets name 'query_key_value'", "query_key_value")]
    [InlineData("saved_modules name 'lm_haed'", "q_proj", "lm_haed")]
    public void A_recipe_s_list_may_not(string expected, string target, params string[] saved)
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        var config = new AdapterConfig { Targets = ["q_proj", target], SavedModules = saved };
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => model.With(config, new SeededRandom(2))).Message);
    }

    [Theory]
    [InlineData("target_modules", "[\"no_proj\"]", "targets name 'no_proj'")]
    [InlineData("r", "0", "expected at least 1")]
    [InlineData("bias", "\"some\"", "bias some")]
    [InlineData("exclude_modules", "\"(\"", "'(' is no regular expression")]
    [InlineData("lora_bias", "true", "lacks the tensor 'base_model.model.model.layers.0.self_attn.q_proj.lora_B.bias'")]
    [InlineData("peft_type", "\"PREFIX_TUNING\"", "peft_type PREFIX_TUNING")]
    [InlineData("use_qalora", "true", "use_qalora true")]
    [InlineData("init_lora_weights", "\"pissa\"", "init_lora_weights pissa")]
    [InlineData("r", "3", "has the shape [8, 8]")]
    public void What_is_wrong_with_an_adapter_is_said_by_name(string key, string value, string expected)
    {
        using var model = new Decoder(Llama, new SeededRandom(1));
        using (var adapted = model.With(new AdapterConfig { Targets = ["q_proj"] }, new SeededRandom(2))) PeftFolder.Save(_folder.Path, adapted.Adapter!, model, null);
        Change(json => json[key] = JsonNode.Parse(value));
        Assert.Contains(expected, Assert.ThrowsAny<HeedException>(() => PeftFolder.Load(_folder.Path, model)).Message);
    }

    private void Change(Action<JsonObject> change)
    {
        var path = Path.Combine(_folder.Path, "adapter_config.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
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

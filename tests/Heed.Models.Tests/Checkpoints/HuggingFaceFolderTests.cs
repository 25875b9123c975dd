using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>What is wrong with a model folder is said by name.</summary>
public sealed class HuggingFaceFolderTests : IDisposable
{
    private static readonly DecoderConfig Small = new() { VocabularySize = 11, Width = 8, Layers = 1, Heads = 2, FeedForwardWidth = 12, MaxPositions = 16, EndIds = [3, 5], PadId = 0 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Shapes => ["llama", "untied", "gpt2", "score", "stretched", .. Enum.GetNames<DecoderFamily>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_saved_model_is_read_back_equal(string shape)
    {
        using var model = Save(Config(shape));
        using var loaded = Decoder.Load(_folder.Path);
        GoldenModels.Same(model.Config, loaded.Config);
        Assert.True(model.Weights.All.SequenceEqual(loaded.Weights.All));
    }

    [Fact]
    public void Equal_models_are_equal_bytes()
    {
        Save(Small).Dispose();
        var first = File.ReadAllBytes(Weights);
        Save(Small).Dispose();
        Assert.Equal(first, File.ReadAllBytes(Weights));
    }

    [Fact]
    public void A_mean_pooled_score_carries_a_marker_and_a_note()
    {
        Save(Small with { ScoreHead = true, MeanPooled = true }).Dispose();
        var json = JsonNode.Parse(File.ReadAllText(Config()))!;
        Assert.Equal("mean", (string)json["heed_score_pooling"]!);
        Assert.Contains("last token", (string)json["heed_score_pooling_note"]!);
        Assert.True(HuggingFaceFolder.LoadConfig(_folder.Path).MeanPooled);
    }

    [Theory]
    [InlineData(3, "fewer than its head needs")]
    [InlineData(40, "ends inside its head")]
    [InlineData(-4, "is cut off")]
    public void A_file_cut_short_is_refused_with_both_lengths(int length, string expected)
    {
        Save(Small).Dispose();
        using (var file = File.OpenWrite(Weights)) file.SetLength(length > 0 ? length : file.Length + length);
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_file_that_is_something_else_is_refused()
    {
        Save(Small).Dispose();
        File.WriteAllText(Weights, "<!DOCTYPE html><html>not found</html>");
        Assert.Contains("does not begin like a safetensors file", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        Save(Small).Dispose();
        Change(json => json["num_hidden_layers"] = 2);
        Assert.Contains("lacks the tensor 'model.layers.1.input_layernorm.weight'", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_tensor_too_many_is_named()
    {
        Save(Small with { TieEmbeddings = false, AttentionBias = true }).Dispose();
        Change(json => json["attention_bias"] = false);
        Assert.Contains("'model.layers.0.self_attn.k_proj.bias'", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Theory]
    [InlineData(DecoderFamily.Gpt2, "transformer.h.0.attn.bias", "transformer.h.0.attn.masked_bias")]
    [InlineData(DecoderFamily.GptNeox, "gpt_neox.layers.0.attention.bias", "gpt_neox.layers.0.attention.masked_bias", "gpt_neox.layers.0.attention.rotary_emb.inv_freq")]
    public void Tables_that_published_checkpoints_hold_beside_the_weights_are_left_out(DecoderFamily family, params string[] tables)
    {
        using var model = Save(Small with { Family = family });
        var tensors = model.Plan.Parameters.Select(p => (p.Name, p.FileShape, (SafetensorsWriter.Elements)(() => p.ToFile(model.Weights[p]))));
        SafetensorsWriter.Write(Weights, [.. tensors, .. tables.Select(t => (t, new long[] { 1 }, (SafetensorsWriter.Elements)(() => [1f])))]);
        using var loaded = Decoder.Load(_folder.Path);
        Assert.True(model.Weights.All.SequenceEqual(loaded.Weights.All));
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both_shapes()
    {
        Save(Small).Dispose();
        Change(json => json["vocab_size"] = 12);
        Assert.Contains("'model.embed_tokens.weight' has the shape [11, 8]; config.json asks for [12, 8]", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_tensor_of_another_type_is_named_with_those_that_are_read()
    {
        Save(Small).Dispose();
        var bytes = File.ReadAllBytes(Weights);
        "\"I32\""u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("\"F32\""u8)));
        File.WriteAllBytes(Weights, bytes);
        Assert.Contains("tensor 'model.embed_tokens.weight' is of type I32; expected F32, F16 or BF16", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_folder_without_a_config_is_no_model_folder() =>
        Assert.Contains("is no model folder", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);

    [Fact]
    public void Broken_JSON_is_named_with_its_line()
    {
        Save(Small).Dispose();
        File.WriteAllText(Config(), "{\n\"model_type\": \"llama\",\n oops }");
        Assert.Contains("line 3", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("model_type", "\"mamba\"", "model_type mamba")]
    [InlineData("hidden_act", "\"relu\"", "hidden_act relu")]
    [InlineData("rope_parameters", "{\"rope_type\":\"spiral\",\"factor\":4}", "rope scaling spiral")]
    public void What_Heed_lacks_is_refused_by_name(string key, string value, string feature)
    {
        Save(Small).Dispose();
        Change(json => json[key] = JsonNode.Parse(value));
        Assert.Equal(feature, Assert.Throws<UnsupportedModelException>(() => Decoder.Load(_folder.Path)).Feature);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_named()
    {
        Save(Small).Dispose();
        Change(json => json["hidden_size"] = "wide");
        Assert.Contains("hidden_size is \"wide\", expected a number", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    [Fact]
    public void An_index_may_not_point_outside_its_folder()
    {
        Save(Small).Dispose();
        File.Delete(Weights);
        File.WriteAllText(Path.Combine(_folder.Path, "model.safetensors.index.json"), "{\"weight_map\":{\"model.norm.weight\":\"../other.safetensors\"}}");
        Assert.Contains("expected a file of the same folder", Assert.Throws<CheckpointException>(() => Decoder.Load(_folder.Path)).Message);
    }

    private string Weights => Path.Combine(_folder.Path, "model.safetensors");

    private string Config() => Path.Combine(_folder.Path, "config.json");

    private static DecoderConfig Config(string shape) => shape switch
    {
        "untied" => Small with { TieEmbeddings = false, AttentionBias = true, FeedForwardBias = true, KeyValueHeads = 1, HeadWidth = 6, RopeBase = 500 },
        "gpt2" => Small with { Family = DecoderFamily.Gpt2 },
        "score" => Small with { ScoreHead = true },
        "stretched" => Small with { RopeScaling = new RopeScaling { Kind = RopeStretching.Llama3, Factor = 8, OriginalPositions = 4 } },
        "llama" => Small,
        _ => Small with
        {
            Family = Enum.Parse<DecoderFamily>(shape),
            AttentionScale = shape.StartsWith("Gemma", StringComparison.Ordinal) || shape == "Granite" ? 0.5 : null,
        },
    };

    private Decoder Save(DecoderConfig config)
    {
        var model = new Decoder(config, new SeededRandom(1));
        model.Save(_folder.Path);
        return model;
    }

    private void Change(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Config()))!.AsObject();
        change(json);
        File.WriteAllText(Config(), json.ToJsonString());
    }
}

using System.Text.Json.Nodes;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>What is written for others, and what goes with it.</summary>
public sealed class ModelExportTests : IDisposable
{
    private static readonly DecoderConfig Small = new() { VocabularySize = 11, Width = 8, Layers = 2, Heads = 2, FeedForwardWidth = 12, MaxPositions = 16, EndIds = [3], TieEmbeddings = false };

    private readonly TemporaryFolder _source = new(), _target = new(), _third = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _third.Dispose();
    }

    [Theory]
    [InlineData(SafetensorsType.Float32)]
    [InlineData(SafetensorsType.Float16)]
    [InlineData(SafetensorsType.BFloat16)]
    public void Reading_and_writing_our_own_output_gives_the_same_bytes(SafetensorsType type)
    {
        Save(Small);
        var format = new CheckpointFormat { Type = type, ShardBytes = 1500 };
        ModelExport.Convert(_source.Path, _target.Path, format, "Once.");
        ModelExport.Convert(_target.Path, _third.Path, format, "Once.");
        var files = Directory.EnumerateFiles(_target.Path).Select(Path.GetFileName).Order().ToList();
        Assert.Contains("model.safetensors.index.json", files);
        Assert.Equal(files, Directory.EnumerateFiles(_third.Path).Select(Path.GetFileName).Order());
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(_target.Path, f!)), File.ReadAllBytes(Path.Combine(_third.Path, f!))));
    }

    [Fact]
    public void Parts_are_named_by_an_index_and_read_back_as_one()
    {
        using var model = Save(Small);
        ModelExport.Convert(_source.Path, _target.Path, new CheckpointFormat { ShardBytes = 1500 }, "");
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(_target.Path, "model.safetensors.index.json")))!;
        Assert.Equal(model.Plan.Length * 4, (long)index["metadata"]!["total_size"]!);
        Assert.Equal(model.Plan.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal), index["weight_map"]!.AsObject().Select(p => p.Key));
        using var loaded = Decoder.Load(_target.Path);
        Assert.True(model.Weights.All.SequenceEqual(loaded.Weights.All));
    }

    [Fact]
    public void One_file_takes_the_place_of_parts_that_lay_there()
    {
        using var model = Save(Small);
        model.Save(_target.Path);
        HuggingFaceFolder.Save(_target.Path, model.Plan, model.Weights, new CheckpointFormat { ShardBytes = 1500 });
        Assert.False(File.Exists(Path.Combine(_target.Path, "model.safetensors")));
        model.Save(_target.Path);
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors"], Directory.EnumerateFiles(_target.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Numbers_round_to_the_nearest_and_ties_to_even()
    {
        // bfloat16 has 7 bits behind the point: between 1 and 1 + 2⁻⁷ the middle goes to 1, the even one; above the next odd one it goes up.
        float[] values = [1, 1 + 1 / 256f, 1 + 3 / 256f, -2.5f];
        SafetensorsWriter.Write(Path.Combine(_target.Path, "x.safetensors"), [("x", [4], () => values)], SafetensorsType.BFloat16);
        using var reader = new SafetensorsReader(Path.Combine(_target.Path, "x.safetensors"));
        Assert.Equal([1, 1, 1 + 2 / 128f, -2.5f], reader.Read("x"));
    }

    [Fact]
    public void Every_half_is_read_as_what_it_is()
    {
        Half[] all = [.. Enumerable.Range(0, 65536).Select(i => BitConverter.UInt16BitsToHalf((ushort)i))];
        var values = new float[all.Length];
        TensorNumbers.Read(SafetensorsType.Float16, System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>(all), values);
        for (var i = 0; i < all.Length; i++) Assert.True(Half.IsNaN(all[i]) ? float.IsNaN(values[i]) : (float)all[i] == values[i] && Half.IsNegative(all[i]) == float.IsNegative(values[i]), $"{i:X4}");
    }

    [Fact]
    public void Licence_origin_and_tokenizer_go_with_the_weights()
    {
        Save(Small).Dispose();
        File.WriteAllText(Path.Combine(_source.Path, "README.md"), "---\nlicense: apache-2.0\ntags:\n- chat\nbase_model:\n- someone/small\n---\n# Text\n");
        File.WriteAllText(Path.Combine(_source.Path, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(_source.Path, "LICENSE.txt"), "Apache");
        ModelExport.Convert(_source.Path, _target.Path, new CheckpointFormat(), "Converted.");
        var card = ModelCard.Read(_target.Path);
        Assert.Equal(("apache-2.0", "someone/small"), (card.Licence, card.BaseModel));
        Assert.DoesNotContain("chat", File.ReadAllText(Path.Combine(_target.Path, "README.md")));
        Assert.True(File.Exists(Path.Combine(_target.Path, "tokenizer.json")) && File.Exists(Path.Combine(_target.Path, "LICENSE.txt")));
    }

    [Fact]
    public void A_model_without_a_card_names_its_folder_as_origin()
    {
        Save(Small).Dispose();
        ModelExport.Convert(_source.Path, _target.Path, new CheckpointFormat(), "Converted.");
        Assert.Equal(Path.GetFileName(_source.Path), ModelCard.Read(_target.Path).BaseModel);
        Assert.Contains("states no licence", File.ReadAllText(Path.Combine(_target.Path, "README.md")));
    }

    [Fact]
    public void New_tokens_start_as_the_mean_of_the_others()
    {
        using var model = Save(Small);
        ModelExport.Convert(_source.Path, _target.Path, new CheckpointFormat(), "", vocabulary: 13);
        using var larger = Decoder.Load(_target.Path);
        var old = model.Weights["lm_head.weight"].ToArray();
        var rows = larger.Weights["lm_head.weight"].ToArray();
        Assert.Equal(old, rows[..old.Length]);
        for (var i = 0; i < 16; i++) Assert.Equal(Enumerable.Range(0, 11).Average(t => (double)old[t * 8 + i % 8]), rows[old.Length + i], 1e-6);
        using var smaller = larger.WithVocabulary(11);
        Assert.True(model.Weights.All.SequenceEqual(smaller.Weights.All));
    }

    [Fact]
    public void A_merged_adapter_gives_the_numbers_of_the_adapted_model()
    {
        using var model = Save(Small);
        using var adapted = model.With(new AdapterConfig { Rank = 2 }, new SeededRandom(4));
        foreach (ref var w in adapted.Trained.All) w += 0.1f;
        PeftFolder.Save(_third.Path, adapted.Adapter!, model, _source.Path);
        ModelExport.Merge(_third.Path, _source.Path, _target.Path, new CheckpointFormat());
        using var merged = Decoder.Load(_target.Path);
        Assert.Equal(Logits(adapted), Logits(merged), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.NotEqual(Logits(model), Logits(merged), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void An_int8_model_is_read_back_as_the_rounded_one_and_its_error_is_said()
    {
        using var model = Save(Small);
        var error = QuantizedModel.Write(_source.Path, _target.Path);
        using var loaded = Decoder.Load(_target.Path);
        // The step of a row is its largest number over 127; a rounding is off by half a step at most.
        var (own, back) = (model.Weights["model.layers.0.mlp.up_proj.weight"].ToArray(), loaded.Weights["model.layers.0.mlp.up_proj.weight"].ToArray());
        for (var i = 0; i < own.Length; i++) Assert.InRange(Math.Abs(own[i] - back[i]), 0, own.AsSpan(i / 8 * 8, 8).ToArray().Max(Math.Abs) / 127 / 2 * 1.001);
        Assert.True(model.Weights["lm_head.weight"].SequenceEqual(loaded.Weights["lm_head.weight"]));
        Assert.InRange(error.WeightError, 1e-4, 0.01);
        Assert.InRange(error.Divergence!.Value, 0, 0.01);
        Assert.Equal("compressed-tensors", (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_target.Path, "config.json")))!["quantization_config"]!["quant_method"]!);
    }

    [Fact]
    public void An_inspection_reads_heads_alone_and_says_what_is_odd()
    {
        Save(Small with { PadId = null }).Dispose();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_source.Path, "config.json")))!.AsObject();
        json["auto_map"] = new JsonObject { ["AutoModel"] = "modeling.Model" };
        File.WriteAllText(Path.Combine(_source.Path, "config.json"), json.ToJsonString());
        var inspection = ModelInspection.Of(_source.Path);
        Assert.Equal(("llama", "LlamaForCausalLM", 11, false), (inspection.Family, inspection.Architecture, inspection.VocabularySize, inspection.HasTokenizer));
        Assert.Contains(inspection.Notes, n => n.Contains("auto_map"));
        Assert.Contains(inspection.Notes, n => n.Contains("no pad token"));
    }

    [Fact]
    public void An_unknown_model_that_brings_its_own_code_is_refused_with_the_reason()
    {
        Save(Small).Dispose();
        File.WriteAllText(Path.Combine(_source.Path, "config.json"), "{\"model_type\":\"odd\",\"auto_map\":{\"AutoModel\":\"m.M\"}}");
        Assert.Contains("Heed runs no such code", Assert.Throws<UnsupportedModelException>(() => Decoder.Load(_source.Path)).Message);
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("pytorch_model-00001-of-00002.bin")]
    public void A_pickle_is_refused_with_reason_and_remedy(string name)
    {
        Save(Small).Dispose();
        File.Delete(Path.Combine(_source.Path, "model.safetensors"));
        File.WriteAllText(Path.Combine(_source.Path, name), "PK");
        var message = Assert.Throws<CheckpointException>(() => Decoder.Load(_source.Path)).Message;
        Assert.Contains("runs whatever code it holds", message);
        Assert.Contains("safe_serialization", message);
    }

    private Decoder Save(DecoderConfig config)
    {
        var model = new Decoder(config, new SeededRandom(1));
        model.Save(_source.Path);
        return model;
    }

    private static float[] Logits(Decoder model)
    {
        using var pass = model.Forward(PackedBatch.Of([[1, 5, 2, 9]]), train: false);
        return pass.Logits([0, 1, 2, 3]);
    }
}

using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>What goes with a model's weights: its tokenizer in every form, and how it is meant to be sampled.</summary>
public sealed class CompanionFilesTests : IDisposable
{
    private readonly TemporaryFolder _source = new(), _target = new();

    public CompanionFilesTests()
    {
        using var model = new Decoder(new DecoderConfig { VocabularySize = 11, Width = 8, Layers = 1, Heads = 2, FeedForwardWidth = 12, MaxPositions = 16, EndIds = [3] }, new SeededRandom(1));
        model.Save(_source.Path);
        model.Save(_target.Path);
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("spiece.model")]
    [InlineData("sentencepiece.bpe.model")]
    public void A_sentence_piece_model_is_carried_under_its_own_name(string name)
    {
        File.WriteAllText(In(_source, name), "pieces");
        CompanionFiles.Copy(_source.Path, _target.Path);
        Assert.Equal("pieces", File.ReadAllText(In(_target, name)));
    }

    [Theory]
    [InlineData("chat_template.jinja", "{{ 1 }}")]
    [InlineData("additional_chat_templates/tool_use.jinja", "{{ 1 }}")]
    [InlineData("chat_template.json", """{"chat_template": "{{ 1 }}"}""")]
    [InlineData("tokenizer_config.json", """{"chat_template": "{{ 1 }}"}""")]
    public void An_inspection_finds_the_chat_template_in_every_place(string name, string text)
    {
        Assert.False(ModelInspection.Of(_source.Path).HasChatTemplate);
        Directory.CreateDirectory(Path.GetDirectoryName(In(_source, name))!);
        File.WriteAllText(In(_source, name), text);
        Assert.True(ModelInspection.Of(_source.Path).HasChatTemplate);
    }

    [Fact]
    public void A_tiktoken_encoding_is_carried_with_the_ranks_it_names()
    {
        File.WriteAllText(In(_source, "encoding.json"), """{"ranks": "o.tiktoken", "pat_str": "."}""");
        File.WriteAllText(In(_source, "o.tiktoken"), "IQ== 0");
        CompanionFiles.Copy(_source.Path, _target.Path);
        Assert.Equal(["encoding.json", "o.tiktoken"], Directory.EnumerateFiles(_target.Path).Select(Path.GetFileName).Where(n => n!.Contains("encoding") || n.Contains("tiktoken")).Order());
    }

    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("spiece.model")]
    [InlineData("encoding.json")]
    [InlineData("vocab.json", "merges.txt")]
    public void An_inspection_finds_the_tokenizer_in_every_form_that_is_read(params string[] names)
    {
        Assert.False(ModelInspection.Of(_source.Path).HasTokenizer);
        foreach (var name in names) File.WriteAllText(In(_source, name), "{}");
        Assert.True(ModelInspection.Of(_source.Path).HasTokenizer);
    }

    [Fact]
    public void A_pickle_given_as_the_model_is_refused_as_one()
    {
        File.WriteAllText(In(_source, "pytorch_model.bin"), "x");
        Assert.Contains("PyTorch pickle", Assert.Throws<CheckpointException>(() => ModelInspection.Of(In(_source, "pytorch_model.bin"))).Message);
    }

    [Fact]
    public void Gemma_3_with_pictures_is_told_which_kind_is_read()
    {
        File.WriteAllText(In(_source, "config.json"), """{"model_type": "gemma3", "text_config": {"model_type": "gemma3_text"}}""");
        Assert.Contains("gemma3_text is read", Assert.Throws<UnsupportedModelException>(() => ModelInspection.Of(_source.Path)).Message);
    }

    [Fact]
    public void A_tensor_of_a_type_that_is_not_read_is_named()
    {
        var file = In(_source, "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        var length = BitConverter.ToInt64(bytes);
        var head = JsonNode.Parse(bytes.AsSpan(8, (int)length))!.AsObject();
        var norm = head.Single(t => t.Key == "model.norm.weight").Value!;
        norm["dtype"] = "XX";
        var changed = System.Text.Encoding.UTF8.GetBytes(head.ToJsonString());
        File.WriteAllBytes(file, [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. bytes[(int)(8 + length)..]]);
        Assert.Contains(ModelInspection.Of(_source.Path).Notes, n => n.StartsWith("tensor 'model.norm.weight' is of type XX", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(14u, "Q6_K")]
    [InlineData(28u, "F64")]
    [InlineData(99u, "number 99")]
    public void A_type_of_GGUF_that_is_not_read_has_its_name(uint number, string name) => Assert.Equal(name, Heed.Models.Checkpoints.Gguf.GgufTypes.NameOf(number));

    [Fact]
    public void What_a_base_says_of_sampling_goes_on_with_the_end_tokens_of_both()
    {
        File.WriteAllText(In(_source, "generation_config.json"), """{"eos_token_id": [7, 8], "temperature": 0.6, "do_sample": true}""");
        GenerationConfig.Carry(_source.Path, _target.Path);
        var json = JsonNode.Parse(File.ReadAllText(In(_target, "generation_config.json")))!;
        Assert.Equal([7, 8, 3], GenerationConfig.EndIds(_target.Path));
        Assert.Equal((0.6, true, false), ((double)json["temperature"]!, (bool)json["do_sample"]!, json.AsObject().ContainsKey("_from_model_config")));
    }

    [Fact]
    public void What_was_only_derived_from_the_config_stays_as_it_was_written()
    {
        var before = File.ReadAllText(In(_target, "generation_config.json"));
        GenerationConfig.Carry(_source.Path, _target.Path);
        Assert.Equal(before, File.ReadAllText(In(_target, "generation_config.json")));
    }

    [Fact]
    public void An_end_token_that_is_no_id_is_named()
    {
        File.WriteAllText(In(_source, "generation_config.json"), """{"eos_token_id": "</s>"}""");
        Assert.Contains("eos_token_id", Assert.Throws<CheckpointException>(() => GenerationConfig.EndIds(_source.Path)).Message);
    }

    private static string In(TemporaryFolder folder, string name) => Path.Combine(folder.Path, name);
}

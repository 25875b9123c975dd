using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>A checkpoint from elsewhere: adapters learned on it, merged, exported, read back, all by commands.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("float32")]
    [InlineData("int8")]
    public void Fine_tuning_leaves_an_adapter_that_merges_into_the_model_beside_it(string numbers)
    {
        var tuned = Finetuned($"{{rank: 2, base: {numbers}}}");
        Assert.Equal(0, HeedProcess.Run("model", "merge", At(tuned, "adapter"), "--out", _folder.File("merged")).ExitCode);
        if (numbers == "float32") Assert.Equal(File.ReadAllBytes(At(tuned, "model/model.safetensors")), File.ReadAllBytes(At("merged", "model.safetensors")));
        var said = HeedProcess.Run("generate", "--model", _folder.File("merged"), "--prompt", "Cat?", "--greedy", "--max-new-tokens", "4");
        Assert.True(said.ExitCode == 0, said.Error);
    }

    [Fact]
    public void A_reward_model_and_a_policy_are_learned_through_adapters_from_the_data_as_they_come()
    {
        var tuned = Finetuned("{rank: 2}");
        var reward = Recipe("reward.yaml", $"model: {tuned}/model\npreferences: {Preferences()}\nthreads: 1\nnumeric_type: float32\ntraining:\n  epochs: 1\n  batch: 4\n  adapter: {{rank: 2}}\n");
        Succeeds("reward", "train", reward, "--out", _folder.File("reward"));
        Succeeds("model", "merge", At("reward", "adapter"), "--out", _folder.File("judge"));
        foreach (var file in (string[])["model.safetensors", "heed_reward.json"]) Assert.Equal(File.ReadAllBytes(At("reward", "model/" + file)), File.ReadAllBytes(At("judge", file)));
        var align = Recipe("align.yaml", $"model: {tuned}/model\nreward: {At("reward", "model")}\nprompts: {Preferences()}\nthreads: 1\nnumeric_type: float32\ntraining:\n  steps: 2\n  answers: 4\n  max_new_tokens: 4\n  adapter: {{rank: 2, base: int8}}\n");
        Succeeds("align", align, "--out", _folder.File("policy"));
        Succeeds("model", "merge", At("policy", "adapter"), "--out", _folder.File("aligned"));
    }

    [Fact]
    public void How_the_base_is_meant_to_be_sampled_stays_with_what_is_made_of_it_and_is_used()
    {
        var origin = Base();
        File.WriteAllText(At("base", "generation_config.json"), """{"eos_token_id": [5, 6], "temperature": 0.6, "top_p": 0.9, "max_new_tokens": 3}""");
        var tuned = Finetuned("{rank: 2}", origin);
        Succeeds("reward", "train", Recipe("reward.yaml", $"model: {tuned}/model\npreferences: {Preferences()}\nthreads: 1\nnumeric_type: float32\ntraining:\n  epochs: 1\n  batch: 4\n"), "--out", _folder.File("reward"));
        Succeeds("align", Recipe("align.yaml", $"model: {tuned}/model\nreward: {At("reward", "model")}\nprompts: {Preferences()}\nthreads: 1\nnumeric_type: float32\ntraining:\n  steps: 1\n  answers: 4\n  max_new_tokens: 4\n"), "--out", _folder.File("policy"));
        foreach (var made in (string[])["tuned", "policy"])
        {
            var kept = JsonNode.Parse(File.ReadAllText(At(made, "model/generation_config.json")))!;
            Assert.Equal((0.6, 0.9), ((double)kept["temperature"]!, (double)kept["top_p"]!));
            Assert.Equal([5, 6], kept["eos_token_id"]!.AsArray().Select(id => (int)id!).Take(2));
        }
        var said = HeedProcess.Run("generate", "--model", At("policy", "model"), "--prompt", "Cat?", "--top-p", "0.5", "--json");
        Assert.Equal(["temperature 0.6", "max_new_tokens 3"], said.Json["from_generation_config"]!.AsArray().Select(s => (string)s!));
        Assert.Contains("generation_config.json says: temperature 0.6, max_new_tokens 3", said.Error);
        Assert.True((int)said.Json["tokens"]! <= 3);
    }

    [Fact]
    public void Tools_and_variables_of_a_prompt_stay_with_its_answers()
    {
        var tuned = Finetuned("{rank: 2}");
        var asked = _folder.Write("asked.jsonl", """{"prompt": "Cat?", "tools": [{"name": "f"}], "chat_template_kwargs": {"enable_thinking": true}}""");
        Succeeds("generate", "--model", At(tuned, "model"), "--prompts", asked, "--max-new-tokens", "2", "--variable", "enable_thinking=false", "--variable", "mood=calm", "--out", _folder.File("said.jsonl"));
        var said = JsonNode.Parse(File.ReadAllText(_folder.File("said.jsonl")))!;
        Assert.Equal(("""[{"name":"f"}]""", """{"enable_thinking":false,"mood":"calm"}"""), (said["tools"]!.ToJsonString(), said["variables"]!.ToJsonString()));
    }

    [Fact]
    public void A_model_made_from_another_says_so_and_keeps_its_licence()
    {
        var origin = Base();
        File.WriteAllText(At("base", "README.md"), "---\nlicense: apache-2.0\nbase_model: somebody/base\n---\n");
        File.WriteAllText(At("base", "LICENSE"), "the text");
        var tuned = Finetuned("{rank: 2}", origin);
        var json = HeedProcess.Run("model", "inspect", At(tuned, "model"), "--json").Json;
        Assert.Equal(("apache-2.0", "somebody/base"), ((string)json["licence"]!, (string)json["base_model"]!));
        Assert.Equal("the text", File.ReadAllText(At(tuned, "model/LICENSE")));
    }

    [Fact]
    public void A_gguf_file_becomes_a_folder_that_says_the_same()
    {
        var tuned = Finetuned("{rank: 2}");
        Succeeds("model", "export", At(tuned, "model"), "--to", "gguf", "--type", "f32", "--out", _folder.File("model.gguf"));
        Succeeds("model", "convert", _folder.File("model.gguf"), "--out", _folder.File("back"));
        string Said(string model) => HeedProcess.Run("generate", "--model", model, "--prompt", "Dog?", "--greedy", "--max-new-tokens", "6").Output;
        Assert.Equal(Said(At(tuned, "model")), Said(_folder.File("back")));
        Assert.Equal("F32", HeedProcess.Run("model", "inspect", _folder.File("model.gguf"), "--json").Json["types"]!.AsObject().First().Key);
    }

    [Theory]
    [InlineData("byte-pairs")]
    [InlineData("letter-pairs")]
    [InlineData("letters")]
    [InlineData("characters")]
    public void Each_kind_of_vocabulary_is_learned_and_gives_the_text_back(string kind)
    {
        var text = string.Join("", Enumerable.Range(0, 60).Select(i => $"{{\"id\": \"{i}\", \"text\": \"the cat sat on the mat {i % 7}\", \"source\": \"a\"}}\n"));
        Directory.CreateDirectory(_folder.File("data"));
        File.WriteAllText(At("data", "train.jsonl"), text);
        File.WriteAllText(At("data", "heldout.jsonl"), text[..(text.IndexOf('\n') + 1)]);
        Succeeds("tokenizer", "train", "--data", _folder.File("data"), "--kind", kind, "--vocabulary-size", "400", "--out", _folder.File("tokens"));
        var encoded = HeedProcess.Run("tokenizer", "encode", "--tokenizer", _folder.File("tokens"), "the mat", "--json").Json;
        var decoded = HeedProcess.Run(["tokenizer", "decode", "--tokenizer", _folder.File("tokens"), .. encoded["ids"]!.AsArray().Select(i => i!.ToString())]);
        Assert.Equal("the mat", decoded.Output.TrimEnd('\n'));
        Assert.Equal(encoded["ids"]!.AsArray().Count, encoded["offsets"]!.AsArray().Count);
    }

    private string At(string folder, string file) => Path.Combine(_folder.Path, folder, file);

    private string Finetuned(string adapter, string? origin = null)
    {
        var recipe = Recipe("sft.yaml", $"model: {origin ?? Base()}\ndemonstrations: {Preferences()}\nthreads: 1\nnumeric_type: float32\ntraining:\n  batch: 4\n  adapter: {adapter}\n");
        Succeeds("sft", recipe, "--out", _folder.File("tuned"));
        return _folder.File("tuned");
    }

    private static void Succeeds(params string[] arguments)
    {
        var outcome = HeedProcess.Run(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
    }

    private string Recipe(string name, string text) => _folder.Write(name, text);

    private string Preferences() => _folder.Write("pairs.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(i => $"{{\"prompt\": \"Cat {i}?\", \"chosen\": \"Meow.\", \"rejected\": \"Woof {i}.\"}}")));

    private string Base()
    {
        var tokenizer = new BytePairTrainer(new BytePairTrainerOptions { SpecialTokens = ["<|end|>"], EndToken = "<|end|>", VocabularySize = 280 }).Train(["Cat? Meow. Dog? Woof."]);
        using var model = new Decoder(new DecoderConfig { VocabularySize = tokenizer.VocabularySize, Width = 16, Layers = 1, Heads = 2, MaxPositions = 64, EndIds = [tokenizer.EndId!.Value] }, new SeededRandom(1));
        Directory.CreateDirectory(_folder.File("base"));
        model.Save(_folder.File("base"));
        tokenizer.Save(_folder.File("base"));
        return _folder.File("base");
    }
}

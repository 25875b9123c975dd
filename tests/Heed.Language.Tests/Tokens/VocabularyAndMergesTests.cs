using System.Text.Json.Nodes;
using Heed.Language.Templates;
using Heed.Language.Texts;
using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>The older pair of files, and what lies beside them.</summary>
public sealed class VocabularyAndMergesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Tokenizer _trained = new BytePairTrainer(new BytePairTrainerOptions
    {
        VocabularySize = 420,
        SpecialTokens = ["<|endoftext|>", "<s>", "</s>", "<unk>", "<pad>", "<mask>", "<sep>"],
        EndToken = "<|endoftext|>"
    }).Train(["The cat sat on the mat. The dog's log: it's what THEY'LL do 1234 5678 \u00E9t\u00E9 and the cat sat on the mat again and again"]);

    public VocabularyAndMergesTests()
    {
        _trained.Save(_folder.File("whole"));
        var model = JsonNode.Parse(File.ReadAllText(_folder.File("whole/tokenizer.json")))!["model"]!;
        File.WriteAllText(_folder.File("vocab.json"), model["vocab"]!.ToJsonString());
        File.WriteAllLines(_folder.File("merges.txt"), model["merges"]!.AsArray().Select(m => m is JsonArray pair ? $"{pair[0]} {pair[1]}" : (string)m!).Prepend("#version: 0.2"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("GPT2Tokenizer")]
    [InlineData("GPT2TokenizerFast")]
    public void GPT2_splits_at_its_own_expression(string name)
    {
        var tokenizer = Load($$"""{{{(name.Length == 0 ? "" : $"\"tokenizer_class\": \"{name}\"")}}}""");
        Assert.Equal(_trained.Encode("It's THEY'LL 1234  again\n\n"), tokenizer.Encode("It's THEY'LL 1234  again\n\n"));
    }

    [Theory]
    [InlineData("Qwen2Tokenizer")]
    [InlineData("Qwen2TokenizerFast")]
    public void Qwen2_takes_numbers_digit_by_digit_and_composes_letters(string name)
    {
        var tokenizer = Load($$"""{"tokenizer_class": "{{name}}"}""");
        Assert.Equal([.. "1234".Select(c => tokenizer.IdOf(c.ToString())!.Value)], tokenizer.Encode("1234"));
        Assert.Equal(tokenizer.Encode("\u00E9"), tokenizer.Encode("e\u0301"));
    }

    [Fact]
    public void A_prefix_space_and_a_start_token_are_put_where_the_config_asks()
    {
        var tokenizer = Load("""{"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": true, "add_bos_token": true, "bos_token": "<|endoftext|>"}""");
        Assert.Equal([_trained.EndId!.Value, .. _trained.Encode(" cat")], tokenizer.Annotate("cat").Ids);
    }

    [Fact]
    public void Roberta_stands_between_its_class_and_separator_tokens()
    {
        var tokenizer = Load("""{"tokenizer_class": "RobertaTokenizer"}""");
        Assert.Equal([_trained.IdOf("<s>")!.Value, .. _trained.Encode("cat"), _trained.IdOf("</s>")!.Value], tokenizer.Annotate("cat").Ids);
        Assert.Equal([.. _trained.Encode("a"), _trained.IdOf("<mask>")!.Value], tokenizer.Encode("a <mask>"));
    }

    [Fact]
    public void Another_class_is_refused_by_name_with_what_to_do()
    {
        var message = Assert.Throws<TokenizerException>(() => Load("""{"tokenizer_class": "CLIPTokenizer"}""")).Message;
        Assert.Contains("'CLIPTokenizer'", message);
        Assert.Contains("tokenizer.json", message);
    }

    [Fact]
    public void Written_as_tokenizer_json_they_are_the_same_tokenizer()
    {
        var tokenizer = Load("""{"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|endoftext|>"}""");
        tokenizer.Save(_folder.File("again"));
        const string Text = " The cat's 1234 e\u0301<|endoftext|>\n x";
        Assert.Equal(tokenizer.Encode(Text), Tokenizer.Load(_folder.File("again")).Encode(Text));
    }

    [Fact]
    public void Templates_in_files_of_their_own_are_named_by_their_files()
    {
        Directory.CreateDirectory(_folder.File("additional_chat_templates"));
        _folder.Write("chat_template.jinja", "usual");
        _folder.Write("additional_chat_templates/tool_use.jinja", "with tools");
        var template = ChatTemplate.Of(Load("{}"));
        var input = ChatInput.Of(Conversation.Ask("q"), addGenerationPrompt: false);
        Assert.Equal(("usual", "with tools"), (template.Render(input).Text, template.Render(input with { Tools = [] }).Text));
    }

    [Fact]
    public void A_processors_template_serves_where_there_is_no_other()
    {
        _folder.Write("chat_template.json", """{"chat_template": "seen"}""");
        Assert.Equal("seen", ChatTemplate.Of(Load("{}")).Render(Conversation.Ask("q"), false));
        Assert.Equal("own", ChatTemplate.Of(Load("""{"chat_template": "own"}""")).Render(Conversation.Ask("q"), false));
    }

    [Fact]
    public void Every_special_token_reaches_the_template()
    {
        _folder.Write("chat_template.jinja", "{{ sep_token }}{{ cls_token }}{{ mask_token }}{{ additional_special_tokens[0] }}{{ image_token }}");
        _folder.Write("special_tokens_map.json", """{"cls_token": {"content": "<s>"}}""");
        var tokenizer = Load("""{"sep_token": "<sep>", "mask_token": {"content": "<mask>", "lstrip": true}, "additional_special_tokens": ["<pad>"], "extra_special_tokens": {"image_token": "<unk>"}}""");
        Assert.Equal("<sep><s><mask><pad><unk>", ChatTemplate.Of(tokenizer).Render(Conversation.Ask("q"), false));
        tokenizer.Save(_folder.File("again"));
        Assert.Equal("<sep><s><mask><pad><unk>", ChatTemplate.Of(Tokenizer.Load(_folder.File("again"))).Render(Conversation.Ask("q"), false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<other>")]
    public void An_unknown_token_outside_the_vocabulary_fails_only_where_a_letter_is_unknown(string unknown)
    {
        var file = _folder.File("whole/tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        json["model"]!["unk_token"] = unknown;
        json["pre_tokenizer"] = null;
        json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 420, ["content"] = "<other>", ["special"] = true });
        File.WriteAllText(file, json.ToJsonString());
        var tokenizer = Tokenizer.Load(file);
        Assert.NotEmpty(tokenizer.Encode("cat"));
        Assert.Contains($"unk_token, which should stand for it, is '{unknown}'", Assert.Throws<TokenizerException>(() => tokenizer.Encode("\u4F60")).Message);
    }

    private Tokenizer Load(string config)
    {
        _folder.Write("tokenizer_config.json", config);
        return Tokenizer.Load(_folder.Path);
    }
}

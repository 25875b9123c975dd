using System.Text.Json.Nodes;
using Heed.Language.Templates;
using Heed.Language.Templates.Jinja;
using Heed.Language.Templates.Jinja.Values;
using Heed.Language.Tokens;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Templates.Jinja;

/// <summary>What transformers' own Jinja environment renders, or the exception it raises.</summary>
[Trait("Kind", "Golden")]
public sealed class JinjaGoldenTests
{
    public static TheoryData<string, string> Cases => Golden.Names("templates");

    [Theory, MemberData(nameof(Cases))]
    public void It_renders_what_transformers_renders(string file, string name)
    {
        var (json, template, clock) = Read(file, name);
        Expect(json, () => JinjaTemplate.Parse(template).Render(json["context"]!.AsObject(), clock).Text);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Generation_blocks_mark_the_characters_of_the_assistant(string file, string name)
    {
        var (json, template, clock) = Read(file, name);
        if (json["generation_spans"] is not JsonArray spans) return;
        var rendered = JinjaTemplate.Parse(template).Render(json["context"]!.AsObject(), clock);
        Assert.Equal(spans.Select(s => ((int)s![0]!, (int)s[1]!)),
            rendered.Generated.Select(r => (PyText.CodePoint(rendered.Text, r.Start.Value), PyText.CodePoint(rendered.Text, r.End.Value))));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_chat_template_is_given_what_transformers_gives_it(string file, string name)
    {
        var (json, template, clock) = Read(file, name);
        if (json["context"]!["messages"] is not JsonArray) return; // an expression, not a conversation
        var expected = json["apply_chat_template"] as JsonObject ?? json;
        Expect(expected, () => ChatTemplate.Of(Bare.With(new TokenizerConfig { ChatTemplate = template }), clock).Render(Input(json)).Text);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Tokens_of_the_assistant_are_marked_as_transformers_marks_them(string file, string name)
    {
        var (json, template, clock) = Read(file, name);
        if (json["assistant_mask"] is not JsonArray mask) return;
        var tokenizer = Tokenizer.Load(Path.Combine(Golden.Folder!, "tokenizers", (string)json["tokenizer"]!));
        var encoded = ChatTemplate.Of(tokenizer.With(tokenizer.Config with { ChatTemplate = template }), clock).Encode(Input(json));
        Assert.Equal(json["ids"]!.AsArray().Select(id => (int)id!), encoded.Ids);
        Assert.Equal(mask.Select(m => (int)m! == 1), encoded.Assistant);
    }

    private static readonly Tokenizer Bare = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 300 }).Train(["a text"]);

    private static ChatInput Input(JsonObject json)
    {
        var context = json["context"]!.DeepClone().AsObject();
        T? Take<T>(string key) where T : JsonNode => context.Remove(key, out var node) ? node as T : null;
        return new ChatInput
        {
            Messages = Take<JsonArray>("messages")!,
            Tools = Take<JsonArray>("tools"),
            Documents = Take<JsonArray>("documents"),
            AddGenerationPrompt = (bool?)Take<JsonValue>("add_generation_prompt") ?? false,
            More = context
        };
    }

    private static (JsonObject Case, string Template, TimeProvider Clock) Read(string file, string name)
    {
        var json = Golden.Case("templates", file, name).Json;
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Golden.Folder!, "templates", file)))!;
        var template = (string)json["template"]!;
        var beside = Path.Combine(Golden.Folder!, "templates", template.Length < 200 && !template.Contains('{') ? template : "-");
        if (File.Exists(beside)) template = File.ReadAllText(beside);
        return (json, template, new FixedClock(DateTimeOffset.Parse((string)root["now"]! + "Z")));
    }

    internal static void Expect(JsonObject json, Func<string> render)
    {
        if (json["error"] is not JsonObject error)
        {
            Assert.Equal((string)json["output"]!, render());
            return;
        }
        var thrown = Assert.Throws<ChatTemplateException>(render);
        Assert.Equal((string)error["kind"]!, thrown.Kind);
        Assert.True(thrown.Line > 0 && thrown.Column > 0, thrown.Message);
        if (thrown.Kind == "TemplateError") Assert.Equal((string)error["message"]!, thrown.Reason);
    }
}

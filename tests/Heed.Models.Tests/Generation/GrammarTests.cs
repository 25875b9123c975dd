using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Heed.Language.Tokens;
using Heed.Models.Generation;
using Heed.Models.Generation.Constraints;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class GrammarTests
{
    private static readonly Tokenizer Tokenizer = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 300 })
        .Train(["the yes and the no, \"name\": true false null 12 345 6.78 añejo žluťoučký 漢字 the yes and the no"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root ::= [a-c]+ (\"-\" [0-9]{2,3})?", "^[a-c]+(-[0-9]{2,3})?$")]
    [InlineData("root ::= item (\", \" item){1,3} \".\"\nitem ::= \"yes\" | \"no\" # or maybe\n  | \"may\" \"be\"", "^(yes|no|maybe)(, (yes|no|maybe)){1,3}\\.$")]
    [InlineData("root ::= \"(\" root \")\" | [^()\\x00-\\x20]", "^\\(*[^()]{1,2}\\)*$")]
    [InlineData("root ::= [\\u00e1-\\u017e漢]{3} \".\"", "^[\\u00e1-\\u017e漢]{3}\\.$")]
    public void Every_answer_follows_its_grammar(string grammar, string pattern)
    {
        foreach (var answer in Answers(new SamplingOptions { Grammar = Grammar.Parse(grammar), MaxNewTokens = 60 }, 40))
            if (answer.Reason == StopReason.Complete) Assert.Matches(new Regex(pattern, RegexOptions.CultureInvariant), answer.Text!);
            else Assert.Equal(StopReason.Length, answer.Reason);
    }

    [Fact]
    public void An_answer_is_exactly_one_of_the_choices_and_every_choice_comes()
    {
        string[] choices = ["yes", "no", "naïve", "yesterday"];
        var answers = Answers(new SamplingOptions { Grammar = Grammar.OneOf(choices), MaxNewTokens = 20, Temperature = 3, EndIds = [5] }, 300);
        Assert.All(answers, a => Assert.Contains(Encoding.UTF8.GetString(Bytes(a)), choices));
        Assert.All(answers, a => Assert.True(a.Ended));
        Assert.Equal(choices.Length, answers.Select(a => a.Text).Distinct().Count());
    }

    [Fact]
    public void A_schemas_answers_are_json_with_its_properties()
    {
        var schema = JsonNode.Parse("""
            {"type": "object", "required": ["age", "kind"], "properties": {
                "note": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array", "items": {"enum": ["a", "b\"c"]}, "maxItems": 2},
                "kind": {"anyOf": [{"const": null}, {"type": "boolean"}]}, "inner": {"type": "object", "properties": {"x": {"type": "number"}, "y": {}}}}}
            """);
        var finished = 0;
        foreach (var answer in Answers(new SamplingOptions { Grammar = JsonGrammar.Of(schema), MaxNewTokens = 180 }, 60).Where(a => a.Reason == StopReason.Complete))
        {
            using var document = JsonDocument.Parse(answer.Text!);
            var root = document.RootElement;
            Assert.True(root.GetProperty("age").TryGetInt64(out _));
            Assert.Contains(root.GetProperty("kind").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.True, JsonValueKind.False });
            if (root.TryGetProperty("tags", out var tags)) Assert.InRange(tags.GetArrayLength(), 0, 2);
            Assert.All(root.EnumerateObject(), p => Assert.Contains(p.Name, new[] { "note", "age", "tags", "kind", "inner" }));
            finished++;
        }
        Assert.True(finished > 10, $"{finished} answers were finished");
    }

    [Theory]
    [InlineData("", 1, "root")]
    [InlineData("root ::= a", 1, "named a")]
    [InlineData("root ::= \"x\"\nroot ::= \"y\"", 2, "twice")]
    [InlineData("root ::= \"x", 1, "closing quote")]
    [InlineData("root ::= [z-a]", 1, "backwards")]
    [InlineData("root ::= \"a\"\n\nlist ::= list \"b\" | \"b\"", 1, "begin with itself")]
    [InlineData("root ::= (\"a\"", 1, "expected )")]
    [InlineData("root ::= \"a\"{5,2}", 1, "ascending")]
    [InlineData("root ::= \"\\q\"", 1, "escape")]
    public void What_is_no_grammar_is_refused_with_its_line(string text, int line, string named)
    {
        var error = Assert.Throws<GrammarException>(() => Grammar.Parse(text));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, ExitCode.Usage), (error.Line, error.ExitCode));
    }

    [Fact]
    public void A_keyword_that_would_be_ignored_is_refused() =>
        Assert.Contains("pattern", Assert.Throws<GrammarException>(() => JsonGrammar.Of(JsonNode.Parse("""{"type": "string", "pattern": "a+"}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_range_of_characters_is_exactly_its_encodings() => Gen.Select(CodePoint, CodePoint, CodePoint).Sample((a, b, tested) =>
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        var bytes = Encoding.UTF8.GetBytes(new Rune(tested).ToString());
        var found = Utf8Ranges.Of(low, high).Count(s => s.Length == bytes.Length && s.Zip(bytes).All(p => p.First.Low <= p.Second && p.Second <= p.First.High));
        Assert.Equal(low <= tested && tested <= high ? 1 : 0, found);
    });

    [Fact]
    public void A_grammar_without_a_tokenizer_is_refused()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        Assert.Throws<InvalidRequestException>(() => generator.Generate([[1]], new SamplingOptions { Grammar = Grammar.OneOf(["a"]), MaxNewTokens = 5 }, seed: 1, cancellation: Cancel));
    }

    private static Gen<int> CodePoint => Gen.OneOf(Gen.Int[0, 0x7FF], Gen.Int[0x800, 0xD7FF], Gen.Int[0xE000, 0xFFFF], Gen.Int[0x10000, 0x10FFFF]);

    private static byte[] Bytes(Completion answer) => [.. answer.Tokens.Where(t => t != 5).SelectMany(t => Tokenizer.BytesOf(t).ToArray())];

    private static Completion[] Answers(SamplingOptions options, int count)
    {
        using var model = new RandomModel(RandomModel.Llama with { VocabularySize = Tokenizer.VocabularySize, MaxPositions = 200 }, scale: 0.7);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Tokenizer = Tokenizer });
        return generator.Generate([[1, 2, 3]], options, seed: 1, answersAPrompt: count, Cancel);
    }
}

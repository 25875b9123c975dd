using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Conversion;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Datasets.Conversion;

public sealed class DatasetConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Pair = """{"prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof."}""";

    [Theory]
    [InlineData("preference", """{"id":"1","prompt":[{"role":"user","content":"Cat?"}],"chosen":[{"role":"assistant","content":"Meow."}],"rejected":[{"role":"assistant","content":"Woof."}]}""")]
    [InlineData("implicit-preference", """{"chosen":[{"role":"user","content":"Cat?"},{"role":"assistant","content":"Meow."}],"rejected":[{"role":"user","content":"Cat?"},{"role":"assistant","content":"Woof."}]}""")]
    [InlineData("hh", """{"chosen":"\n\nHuman: Cat?\n\nAssistant: Meow.","rejected":"\n\nHuman: Cat?\n\nAssistant: Woof."}""")]
    [InlineData("alpaca-preference", """{"instruction":"Cat?","input":"","chosen":"Meow.","rejected":"Woof."}""")]
    [InlineData("unpaired", """{"id":"1-chosen","prompt":[{"role":"user","content":"Cat?"}],"completion":[{"role":"assistant","content":"Meow."}],"label":true}""")]
    [InlineData("prompt-completion", """{"id":"1","prompt":[{"role":"user","content":"Cat?"}],"completion":[{"role":"assistant","content":"Meow."}]}""")]
    [InlineData("messages", """{"id":"1","messages":[{"role":"user","content":"Cat?"},{"role":"assistant","content":"Meow."}]}""")]
    [InlineData("sharegpt", """{"id":"1","conversations":[{"from":"human","value":"Cat?"},{"from":"gpt","value":"Meow."}]}""")]
    [InlineData("alpaca", """{"instruction":"Cat?","input":"","output":"Meow."}""")]
    [InlineData("prompt", """{"id":"1","prompt":[{"role":"user","content":"Cat?"}]}""")]
    public void A_pair_becomes_all_that_says_less(string to, string expected)
    {
        var file = _folder.Write("a.jsonl", Pair.Replace("{\"prompt\"", "{\"id\": 1, \"prompt\"", StringComparison.Ordinal));
        Convert(file, to, "b.jsonl");
        Assert.Equal(expected, File.ReadLines(_folder.File("b.jsonl")).First());
    }

    [Theory]
    [InlineData("""{"prompt": "Q", "completion": "A"}""", "preference", "an answer alone has no other to be better than")]
    [InlineData("""{"prompt": "Q", "completion": "A"}""", "unpaired", "nobody judged the answers")]
    [InlineData("""{"prompt": "Q", "completion": "A", "label": true}""", "hh", "an answer alone has no other to be better than")]
    [InlineData("""{"prompt": "Q"}""", "messages", "a prompt has no answer")]
    [InlineData("""{"text": "T"}""", "messages", "a text does not say who asks and who answers")]
    [InlineData("""{"prompt": "Q", "completion": "A"}""", "text", "only by a chat template")]
    [InlineData("""{"prompt": "Q", "chosen": "A", "rejected": "B"}""", "stepwise", "not judged step by step")]
    [InlineData("""{"instruction": "Q", "completions": [{"response": "A", "overall_score": 3}]}""", "unpaired", "a score says which answer is better, not which is good")]
    [InlineData("""{"prompt": "Q", "completion": "A"}""", "ultrafeedback", "this shape is read only")]
    [InlineData("""{"prompt": "Q", "completion": "A"}""", "nonsense", "no such shape")]
    public void What_the_records_do_not_say_is_refused_with_the_reason(string record, string to, string reason)
    {
        Assert.Contains(reason, Assert.Throws<DatasetException>(() => Convert(_folder.Write("a.jsonl", record), to, "b.jsonl")).Message);
        Assert.False(File.Exists(_folder.File("b.jsonl")));
    }

    [Fact]
    public void Every_written_shape_is_recognised_and_read_back_as_it_was()
    {
        var text = Gen.String[Gen.Char['\u0020', '\u2FFF'], 1, 10].Select(s => "x" + s.Trim() + "y");
        Gen.Select(text, text, text, Gen.Bool).Array[1, 6].Sample(items =>
        {
            foreach (var shape in DataShape.All.Where(s => s.IsWritten))
            {
                var examples = items.Select((t, i) => Sample(shape.Meaning, $"i{i}", t)).ToList();
                RecordWriting.Write(_folder.File("a.jsonl"), () => examples.Select(shape.Write));
                using var read = new ShapedFile(_folder.File("a.jsonl"), null, new Quarantine(0));
                Assert.Equal(shape.Name, read.Shape?.Name);
                Assert.Equal(examples.Select(Content), read.Read().SelectMany(r => r.Examples).Select(Content));
            }
        }, iter: 40, threads: 1);
    }

    [Theory]
    [InlineData("b.parquet")]
    [InlineData("b.arrow")]
    [InlineData("b.json")]
    [InlineData("b.jsonl.zst")]
    [InlineData("b.csv.gz")]
    public void Without_a_shape_only_the_format_changes(string name)
    {
        var file = _folder.Write("a.jsonl", "{\"x\":\"1\",\"y\":\"é\"}\n{\"x\":\"2\",\"y\":\"\"}\n");
        var result = Convert(file, null, name);
        Assert.Equal((2, 2), (result.Read, result.Written));
        Assert.Equal(["""{"x":"1","y":"é"}""", """{"x":"2","y":""}"""], RecordFile.Read(_folder.File(name), new Quarantine(0)).Select(r => r.Value.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }

    [Fact]
    public void A_thumb_down_is_no_demonstration_and_is_counted()
    {
        var file = _folder.Write("a.jsonl", """{"prompt": "Q", "completion": "A", "label": true}""" + "\n" + """{"prompt": "Q", "completion": "B", "label": false}""");
        var result = Convert(file, "messages", "b.jsonl");
        Assert.Equal((2, 1, 1), (result.Read, result.Written, result.Unused));
    }

    [Fact]
    public void What_a_shape_has_no_place_for_is_quarantined_with_its_line()
    {
        var lines = Enumerable.Repeat(Pair, 40).Append("""{"system": "Be kind.", "prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof."}""");
        var result = Convert(_folder.Write("a.jsonl", string.Join('\n', lines)), "hh", "b.jsonl");
        Assert.Equal((41, 40, 1), (result.Read, result.Written, result.Quarantined));
        Assert.Contains("\"line\":41,\"reason\":\"not to be written as hh: a dialogue has no place for the role 'system'\"", File.ReadAllText(result.QuarantineFile!));
    }

    [Fact]
    public void More_bad_records_than_allowed_write_nothing()
    {
        var file = _folder.Write("a.jsonl", Pair + "\n{\n");
        foreach (var name in new[] { "b.jsonl", "b.parquet" })
        {
            Assert.Contains("1 of 2 records are bad", Assert.Throws<DatasetException>(() => Convert(file, "hh", name)).Message);
            Assert.False(File.Exists(_folder.File(name)));
        }
    }

    [Theory]
    [InlineData("b.txt", "the name does not say a format that is written")]
    [InlineData("b", "the name does not say a format that is written")]
    [InlineData("a.jsonl", "one of those to read")]
    public void A_file_that_cannot_be_written_is_said_so(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<DatasetException>(() => Convert(_folder.Write("a.jsonl", Pair), "hh", name)).Message);

    [Fact]
    public void Documents_of_a_text_file_become_records()
    {
        var result = DatasetConversion.Run(new ConversionOptions { Input = _folder.Write("a.txt", "one\ntwo\n\nthree\n"), Output = _folder.File("b.jsonl"), To = "text", Document = DocumentUnit.Block }, TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Written);
        Assert.Equal(["one\ntwo", "three"], File.ReadLines(result.Output).Select(l => (string)JsonNode.Parse(l)!["text"]!));
    }

    private ConversionResult Convert(string input, string? to, string output) =>
        DatasetConversion.Run(new ConversionOptions { Input = input, Output = _folder.File(output), To = to }, TestContext.Current.CancellationToken);

    private static Example Sample(Meaning meaning, string id, (string A, string B, string C, bool D) t)
    {
        var prompt = Conversation.Ask(t.A);
        return meaning switch
        {
            Meaning.Texts => new PlainText(id, t.A),
            Meaning.Prompts => new Question(id, prompt),
            Meaning.Demonstrations => new Demonstration(id, prompt, t.B),
            Meaning.Preferences => new Preference(id, prompt, t.B, t.C + "!", null),
            Meaning.Thumbs => new Thumb(id, prompt, t.B, t.D),
            _ => new Solution(id, prompt, [new(t.B, true), new(t.C, t.D)])
        };
    }

    // Some shapes have no place for an id.
    private static string Content(Example example)
    {
        var json = Dataset.ToJson(example);
        json.Remove("id");
        return json.ToJsonString();
    }
}

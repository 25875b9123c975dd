using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heed.Models.Checkpoints.Gguf;
using Heed.Models.Generation;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>Files that the gguf library wrote and llama.cpp loaded: keys, tensors and bytes, and what the model in them says.</summary>
[Trait("Kind", "Golden")]
public sealed class GgufGoldenTests
{
    private static readonly Dictionary<string, GgufType> Types = new() { ["f32"] = GgufType.F32, ["f16"] = GgufType.F16, ["bf16"] = GgufType.BF16, ["q8_0"] = GgufType.Q8_0, ["q4_0"] = GgufType.Q4_0 };

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var expected in ExpectedFiles())
                foreach (var (type, file) in Read(expected))
                    if (file is JsonObject described && described["tensors"] is not null) data.Add(Path.GetFileName(expected), type);
            if (data.Count == 0) data.Add(Golden.Absent, "");
            return data;
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void What_is_written_has_the_keys_and_tensors_of_the_reference(string name, string type)
    {
        var described = Described(name, type);
        var folder = Source(name);
        using var temporary = new TemporaryFolder();
        var path = Path.Combine(temporary.Path, "model.gguf");
        GgufExport.Write(folder, path, Types[type]);
        using var file = new GgufReader(path);
        CheckTensors(described, file);
        var withTokenizer = File.Exists(Path.Combine(folder, "tokenizer.json"));
        CheckKeys(described, file, key => withTokenizer || !key.StartsWith("tokenizer.", StringComparison.Ordinal));
        if (withTokenizer) Assert.Equal((long)described["bytes"]!, new FileInfo(path).Length);
    }

    [Theory, MemberData(nameof(Files))]
    public void A_file_of_the_reference_is_read_to_the_last_byte(string name, string type)
    {
        var described = Described(name, type);
        var path = Path.Combine(Golden.Folder!, "gguf", (string)described["file"]!);
        if (described["kept"] is { } kept && !(bool)kept) return; // it was made, described and removed
        using var file = new GgufReader(path);
        CheckTensors(described, file);
        CheckKeys(described, file, _ => true);
    }

    [Theory, MemberData(nameof(Files))]
    public void The_model_in_a_written_file_says_what_transformers_says(string name, string type)
    {
        Described(name, type);
        if (type != "f32") return; // the stated tokens are those of float32
        using var temporary = new TemporaryFolder();
        var path = Path.Combine(temporary.Path, "model.gguf");
        GgufExport.Write(Source(name), path, GgufType.F32);
        var (plan, weights) = GgufImport.Load(path);
        using var decoder = new Models.Training.Decoder(plan, weights);
        using var generator = new Generator(decoder);
        foreach (var row in Read(Path.Combine(Golden.Folder!, "gguf", name))["greedy_float32_in_transformers"]!.AsArray())
        {
            var expected = Ids(row!["new_ids"]);
            var said = generator.Generate([Ids(row["prompt_ids"])], new SamplingOptions { Greedy = true, MaxNewTokens = expected.Length }, seed: 1, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(expected, said[0].Tokens);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Weights_read_back_are_those_of_the_folder(string name, string type)
    {
        Described(name, type);
        using var temporary = new TemporaryFolder();
        var path = Path.Combine(temporary.Path, "model.gguf");
        GgufExport.Write(Source(name), path, Types[type]);
        GgufRoundTrip.Check(Source(name), path, Types[type]);
    }

    internal static IEnumerable<string> ExpectedFiles() => Golden.Folder is { } golden && Directory.Exists(Path.Combine(golden, "gguf"))
        ? Directory.EnumerateFiles(Path.Combine(golden, "gguf"), "*.expected.json").Order(StringComparer.Ordinal) : [];

    internal static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    internal static int[] Ids(JsonNode? node) => [.. node!.AsArray().Select(id => (int)id!)];

    /// <summary>The model folder beside the description, else that of the data folder.</summary>
    internal static string Source(string expected)
    {
        var name = expected[..^".expected.json".Length];
        var beside = Path.Combine(Golden.Folder!, "gguf", name);
        var folder = Directory.Exists(beside) ? beside : Path.Combine(Golden.DataFolder!, "models", name);
        Assert.SkipUnless(Directory.Exists(folder), $"no source model for {name}");
        return folder;
    }

    private static JsonObject Described(string name, string type)
    {
        Assert.SkipWhen(name == Golden.Absent, "no such case in golden/gguf");
        return Read(Path.Combine(Golden.Folder!, "gguf", name))[type]!.AsObject();
    }

    private static void CheckTensors(JsonObject described, GgufReader file)
    {
        var expected = described["tensors"]!.AsArray();
        Assert.Equal(expected.Select(t => (string)t!["name"]!).Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var tensor in expected)
        {
            var entry = file.Tensors[(string)tensor!["name"]!];
            Assert.Equal(tensor["ne"]!.AsArray().Select(d => (long)d!).Reverse(), entry.Shape);
            Assert.Equal((string)tensor["type"]!, entry.Type.ToString());
            Assert.Equal((string)tensor["sha256"]!, Digest(file.ReadBytes(entry.Name)));
        }
    }

    private static void CheckKeys(JsonObject described, GgufReader file, Func<string, bool> checks)
    {
        var expected = described["keys"]!.AsObject().Where(k => !k.Key.StartsWith("GGUF.", StringComparison.Ordinal) && checks(k.Key)).ToList();
        Assert.Equal(expected.Select(k => k.Key).Order(StringComparer.Ordinal), file.Metadata.Values.Select(v => v.Key).Where(checks).Order(StringComparer.Ordinal));
        foreach (var (key, entry) in expected) CheckKey(key, entry!.AsObject(), file.Metadata[key]!);
    }

    private static void CheckKey(string key, JsonObject expected, object value)
    {
        var types = value is Array items ? $"ARRAY {GgufValueTypes.OfElements(items)}" : GgufValueTypes.Of(value).ToString();
        Assert.Equal($"{key} {string.Join(' ', expected["types"]!.AsArray().Select(t => (string)t!))}", $"{key} {types}", ignoreCase: true);
        if (value is Array all)
        {
            Assert.Equal((int)expected["length"]!, all.Length);
            Assert.Equal((string)expected["sha256"]!, Digest(Encoding.ASCII.GetBytes(PythonJson(all))));
        }
        else if (value is float number) Assert.Equal((float)(double)expected["value"]!, number, 1e-6f * Math.Abs(number));
        else Assert.Equal(expected["value"]!.ToString(), value is bool flag ? flag ? "true" : "false" : value.ToString());
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // json.dumps: ASCII, a space after each comma, floats with a point.
    private static string PythonJson(Array items)
    {
        var parts = items.Cast<object>().Select(item => item switch
        {
            string text => Quoted(text),
            float number => ((double)number).ToString("R") is var plain && plain.AsSpan().IndexOfAny('.', 'E') < 0 ? plain + ".0" : ((double)number).ToString("R"),
            bool flag => flag ? "true" : "false",
            _ => item.ToString()!
        });
        return $"[{string.Join(", ", parts)}]";
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            var escape = "\"\\\n\r\t\b\f".IndexOf(c);
            quoted.Append(escape >= 0 ? "\\" + "\"\\nrtbf"[escape] : c is < ' ' or > '~' ? $"\\u{(int)c:x4}" : c.ToString());
        }
        return quoted.Append('"').ToString();
    }
}

using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>What Hugging Face's tokenizers make of the texts in golden/tokenizers.</summary>
[Trait("Kind", "Golden")]
public sealed class TokenizerGoldenTests
{
    private static readonly string[] Implemented = ["gpt2"];

    public static TheoryData<string> Tokenizers()
    {
        var root = Golden.Folder is null ? null : Path.Combine(Golden.Folder, "tokenizers");
        var data = new TheoryData<string>();
        if (Directory.Exists(root))
            foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
                if (File.Exists(Path.Combine(folder, "cases.json"))) data.Add(Path.GetFileName(folder));
        if (data.Count == 0) data.Add(Golden.Absent);
        return data;
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Texts_give_the_reference_tokens_and_come_back_as_the_reference_text(string name)
    {
        var (root, tokenizer) = Open(name);
        Assert.Equal((int)root["vocab_size_with_added"]!, tokenizer.VocabularySize);
        foreach (var item in root["cases"]!.AsArray().OfType<JsonObject>())
        {
            var text = Text(item["text"]!);
            var ids = Ids(item["ids"]);
            Assert.Equal(ids, tokenizer.Encode(text));
            if (item["tokens"] is JsonArray tokens) Assert.Equal(tokens.Select(t => (string)t!), ids.Select(tokenizer.TokenOf));
            var full = item["ids_special"] is { } special ? Ids(special) : ids;
            Assert.Equal((string?)item["decoded"] ?? text, tokenizer.Decode(full, skipSpecial: false));
            Assert.Equal((string?)item["decoded_skip"] ?? text, tokenizer.Decode(full));
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Streaming_shows_what_the_rule_lets_it_show(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in (root["streaming"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var decoder = tokenizer.NewStreamingDecoder(skipSpecial: false);
            Assert.Equal(item["deltas"]!.AsArray().Select(d => (string)d!), Ids(item["ids"]).Select(decoder.Append).ToList());
            Assert.Equal((string)item["flush"]!, decoder.Flush());
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Saved_and_loaded_again_it_encodes_the_same_and_saves_the_same_bytes(string name)
    {
        var (root, tokenizer) = Open(name);
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        tokenizer.Save(first.Path);
        var again = Tokenizer.Load(first.Path);
        again.Save(second.Path);
        foreach (var file in Directory.EnumerateFiles(first.Path)) Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(second.File(Path.GetFileName(file))));
        foreach (var item in root["cases"]!.AsArray().OfType<JsonObject>()) Assert.Equal(Ids(item["ids"]), again.Encode(Text(item["text"]!)));
    }

    private static (JsonObject Root, Tokenizer Tokenizer) Open(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no golden/tokenizers");
        var folder = Path.Combine(Golden.Folder!, "tokenizers", name);
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")))!.AsObject();
        var kind = (string)root["kind"]!;
        if (!Implemented.Contains(kind)) Assert.Skip($"kind not implemented yet: {kind}");
        return (root, Tokenizer.Load(folder));
    }

    private static int[] Ids(JsonNode? ids) => [.. ids!.AsArray().Select(i => (int)i!)];

    private static string Text(JsonNode node) => node.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)node! : Texts[(int)node];

    private static readonly string[] Texts = ReadTexts();

    private static string[] ReadTexts()
    {
        var file = Golden.Folder is null ? null : Path.Combine(Golden.Folder, "tokenizers", "texts.json");
        if (!File.Exists(file)) return [];
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        return [.. (root as JsonArray ?? root["texts"]!.AsArray()).Select(t => t is JsonObject o ? (string)o["text"]! : (string)t!)];
    }
}

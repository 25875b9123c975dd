using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>What published tokenizers make of texts (oracles/tokenization), where the data folder holds their files.</summary>
[Trait("Kind", "Golden")]
public sealed class TokenizationOracleTests
{
    private static readonly JsonObject? Oracle = Read();

    public static TheoryData<string> Names() => Oracle is null ? [Golden.Absent] : [.. Oracle.Select(p => p.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_tokenizer_gives_the_published_ids(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no oracles/tokenization");
        var family = (string)Oracle![name]!["family"]!;
        var folder = FolderOf(family);
        Assert.SkipWhen(folder is null, $"no tokenizers/{family}");
        var tokenizer = Tokenizer.Load(folder!);
        var original = File.Exists(Path.Combine(folder!, "tokenizer.model")) ? Tokenizer.Load(Path.Combine(folder!, "tokenizer.model")) : tokenizer;
        foreach (var item in Oracle[name]!["cases"]!.AsArray())
        {
            var (text, ids) = ((string)item!["text"]!, item["ids"]!.AsArray().Select(i => (int)i!).ToArray());
            // The llama2 folder's tokenizer.json has plain spaces where the model it was made from has no-break spaces.
            var reader = text.Contains('\u00A0') ? original : tokenizer;
            Assert.Equal(ids, reader.Annotate(text).Ids);
            Assert.Equal(item["tokens"]!.AsArray().Select(t => (string)t!), reader.Annotate(text, addSpecial: false).Tokens);
            // The decodes given for GPT-2 have spaces before punctuation taken out, which these files do not ask for. SentencePiece shows no start token.
            if (family == "gpt2") Assert.Equal(text, reader.Decode(ids, skipSpecial: false));
            else Assert.Equal((string)item["decoded"]!, (reader == tokenizer ? "" : "<s> ") + reader.Decode(ids, skipSpecial: false));
        }
    }

    /// <summary>The folder of a family; a published folder may carry a version in its name. Null where it holds no vocabulary.</summary>
    private static string? FolderOf(string family)
    {
        var root = Path.Combine(Golden.DataFolder!, "tokenizers");
        return !Directory.Exists(root) ? null : Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)
            .FirstOrDefault(f => Path.GetFileName(f).StartsWith(family, StringComparison.Ordinal) && (File.Exists(Path.Combine(f, "tokenizer.json")) || File.Exists(Path.Combine(f, "vocab.json"))));
    }

    private static JsonObject? Read()
    {
        var file = Golden.DataFolder is null ? null : Path.Combine(Golden.DataFolder, "oracles", "tokenization", "tokenization_cases.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
    }
}

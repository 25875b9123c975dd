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
        if (family != "gpt2") Assert.Skip($"kind not implemented yet: {family}");
        var folder = Path.Combine(Golden.DataFolder!, "tokenizers", family);
        Assert.SkipUnless(Directory.Exists(folder), $"no tokenizers/{family}");
        var tokenizer = Tokenizer.Load(folder);
        foreach (var item in Oracle[name]!["cases"]!.AsArray())
        {
            var ids = item!["ids"]!.AsArray().Select(i => (int)i!).ToArray();
            Assert.Equal(ids, tokenizer.Encode((string)item["text"]!));
            // The decodes given there have spaces before punctuation taken out, which these files do not ask for.
            Assert.Equal((string)item["text"]!, tokenizer.Decode(ids, skipSpecial: false));
        }
    }

    private static JsonObject? Read()
    {
        var file = Golden.DataFolder is null ? null : Path.Combine(Golden.DataFolder, "oracles", "tokenization", "tokenization_cases.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
    }
}

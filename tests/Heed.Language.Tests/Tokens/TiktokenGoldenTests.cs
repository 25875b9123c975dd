using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Xunit;
using static Heed.Language.Tests.Tokens.GoldenTexts;

namespace Heed.Language.Tests.Tokens;

/// <summary>What tiktoken makes of texts with the ranks and expressions in golden/tiktoken.</summary>
[Trait("Kind", "Golden")]
public sealed class TiktokenGoldenTests
{
    public static TheoryData<string> Encodings() => Folders("tiktoken");

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Texts_give_the_reference_ids_where_the_reference_has_them(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("cases"))
        {
            var (text, ids) = (Of(item["text"]), Numbers(item["ids"]));
            Assert.Equal(ids, tokenizer.EncodeOrdinary(text));
            Assert.Equal(item["ids_special"] is { } special ? Numbers(special) : ids, tokenizer.Encode(text));
            Assert.Equal(Numbers(item["starts"]), tokenizer.Annotate(text, specialIsText: true).Offsets.Select(o => o.Start));
            Assert.Equal((string?)item["decoded"] ?? text, tokenizer.Decode(ids, skipSpecial: false));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Ids_come_back_as_the_reference_bytes_and_text(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("decoding"))
        {
            var ids = Numbers(item["ids"]);
            Assert.Equal((string)item["bytes_hex"]!, string.Concat(ids.Select(id => Convert.ToHexStringLower(tokenizer.BytesOf(id)))));
            Assert.Equal((string)item["text"]!, tokenizer.Decode(ids, skipSpecial: false));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Saved_and_loaded_again_it_encodes_the_same(string name)
    {
        var (root, tokenizer) = Open(name);
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.Path);
        var again = Tokenizer.Load(folder.Path);
        foreach (var item in root.Items("cases")) Assert.Equal(Numbers(item["ids"]), again.EncodeOrdinary(Of(item["text"])));
    }

    private static (JsonObject Root, Tokenizer Tokenizer) Open(string name)
    {
        var folder = Folder("tiktoken", name);
        return (Cases(folder), Tokenizer.Load(Path.Combine(folder, "encoding.json")));
    }
}

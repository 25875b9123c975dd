using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Xunit;
using static Heed.Language.Tests.Tokens.GoldenTexts;

namespace Heed.Language.Tests.Tokens;

/// <summary>What the sentencepiece library makes of texts with the models in golden/sentencepiece.</summary>
[Trait("Kind", "Golden")]
public sealed class SentencePieceGoldenTests
{
    public static TheoryData<string> Models() => Folders("sentencepiece");

    [Theory]
    [MemberData(nameof(Models))]
    public void The_model_file_holds_the_pieces_it_was_given(string name)
    {
        var (root, tokenizer) = Open(name);
        Assert.Equal(root["pieces"]!.AsArray().Select(p => (string)p![0]!), Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf));
        int? Id(string key) => (int)root[key]! is >= 0 and var id ? id : null;
        Assert.Equal((Id("unk_id"), Id("bos_id"), Id("eos_id"), Id("pad_id")), (tokenizer.UnknownId, tokenizer.StartId, tokenizer.EndId, tokenizer.PadId));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Texts_give_the_reference_pieces_where_the_reference_has_them(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("cases"))
        {
            var (text, ids) = (Of(item["text"]), Numbers(item["ids"]));
            Assert.Equal(ids, tokenizer.EncodeOrdinary(text));
            var annotated = tokenizer.Annotate(text, addSpecial: false, specialIsText: true);
            Assert.Equal(ids, annotated.Ids);
            if (item["tokens"] is { } tokens) Assert.Equal(Strings(tokens), annotated.Tokens);
            if (item["normalized"] is { } normalized) Assert.Equal((string)normalized!, tokenizer.Parts.Normalizer!.Normalize(text));
            if (item["offsets"] is { } offsets)
                Assert.True(Numbers(offsets).SequenceEqual(annotated.Offsets.SelectMany(o => new[] { o.Start, o.End })), $"'{text}': expected {offsets.ToJsonString()}, found {string.Join(',', annotated.Offsets)}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Start_and_end_stand_around_a_text(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("with_bos_eos"))
        {
            int[] ids = [.. (bool)item["bos"]! ? [tokenizer.StartId!.Value] : Array.Empty<int>(), .. tokenizer.EncodeOrdinary(Of(item["text"])), .. (bool)item["eos"]! ? [tokenizer.EndId!.Value] : Array.Empty<int>()];
            Assert.Equal(Numbers(item["ids"]), ids);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Pieces_come_back_as_the_reference_text_streamed_or_not(string name)
    {
        var (root, tokenizer) = Open(name);
        var cases = root.Items("cases").Select(c => (Numbers(c["ids"]), (string?)c["decoded"] ?? Of(c["text"]))).Concat(root.Items("decoding").Select(d => (Numbers(d["ids"]), (string)d["text"]!)));
        foreach (var (ids, text) in cases)
        {
            Assert.Equal(text, tokenizer.Decode(ids, skipSpecial: false));
            var decoder = tokenizer.NewStreamingDecoder(skipSpecial: false);
            Assert.Equal(text, string.Concat(ids.Select(decoder.Append)) + decoder.Flush());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Saved_it_is_the_same_file_and_the_same_tokenizer(string name)
    {
        var (root, tokenizer) = Open(name);
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.Path);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder("sentencepiece", name), "tokenizer.model")), File.ReadAllBytes(folder.File("tokenizer.model")));
        var again = Tokenizer.Load(folder.Path);
        foreach (var item in root.Items("cases")) Assert.Equal(Numbers(item["ids"]), again.EncodeOrdinary(Of(item["text"])));
    }

    private static (JsonObject Root, Tokenizer Tokenizer) Open(string name)
    {
        var folder = Folder("sentencepiece", name);
        return (Cases(folder), Tokenizer.Load(Path.Combine(folder, "tokenizer.model")));
    }
}

using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Xunit;
using static Heed.Language.Tests.Tokens.GoldenTexts;

namespace Heed.Language.Tests.Tokens;

/// <summary>What Hugging Face's tokenizers make of the texts in golden/tokenizers.</summary>
[Trait("Kind", "Golden")]
public sealed class TokenizerGoldenTests
{
    public static TheoryData<string> Tokenizers() => Folders("tokenizers");

    /// <summary>Those that have their vocabulary and their merges in files of their own too.</summary>
    public static TheoryData<string> InTwoFiles() => Folders("tokenizers", "vocab.json", "merges.txt");

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Texts_give_the_reference_tokens(string name)
    {
        var (root, tokenizer) = Open(name);
        Assert.Equal((int)root["vocab_size_with_added"]!, tokenizer.VocabularySize);
        foreach (var item in root.Items("cases"))
        {
            var (text, ids) = (Of(item["text"]), Numbers(item["ids"]));
            Assert.Equal(ids, tokenizer.Encode(text));
            var plain = tokenizer.Annotate(text, addSpecial: false);
            Assert.Equal(ids, plain.Ids);
            Assert.Equal(item["ids_special"] is { } special ? Numbers(special) : ids, tokenizer.Annotate(text).Ids);
            if (item["tokens"] is { } tokens) Assert.Equal(Strings(tokens), plain.Tokens);
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Tokens_stand_where_the_reference_says(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("cases"))
        {
            var text = Of(item["text"]);
            var offsets = tokenizer.Annotate(text, addSpecial: false).Offsets.SelectMany(o => new[] { o.Start, o.End });
            Assert.True(Numbers(item["offsets"]).SequenceEqual(offsets), $"'{text}': expected {item["offsets"]!.ToJsonString()}, found {string.Join(',', offsets)}");
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Tokens_come_back_as_the_reference_text(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("cases"))
        {
            var text = Of(item["text"]);
            var full = Numbers(item["ids_special"] ?? item["ids"]);
            Assert.Equal((string?)item["decoded"] ?? text, tokenizer.Decode(full, skipSpecial: false));
            Assert.Equal((string?)item["decoded_skip"] ?? text, tokenizer.Decode(full));
            Assert.Equal(tokenizer.Decode(full), Streamed(tokenizer, full));
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Streaming_shows_what_the_rule_lets_it_show(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("streaming"))
        {
            var decoder = tokenizer.NewStreamingDecoder(skipSpecial: false);
            Assert.Equal(Strings(item["deltas"]), Numbers(item["ids"]).Select(decoder.Append));
            Assert.Equal((string)item["flush"]!, decoder.Flush());
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Texts_are_cut_to_a_length_as_the_reference_does(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("truncation"))
        {
            var cutting = tokenizer.With(new Truncation { MaxLength = (int)item["max_length"]!, Side = (string)item["side"]! == "left" ? TextSide.Left : TextSide.Right }, null);
            var cut = cutting.Annotate(Of(item["text"]), addSpecial: (bool)item["special"]!);
            Assert.Equal(Numbers(item["ids"]), cut.Ids);
            var overflowing = item["overflowing"]!.AsArray().Select(Numbers).ToList();
            Assert.Equal(overflowing, cut.Overflowing.Take(overflowing.Count).Select(o => o.Ids.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Pairs_have_the_reference_types_and_special_tokens(string name)
    {
        var (root, tokenizer) = Open(name);
        foreach (var item in root.Items("pairs"))
        {
            var pair = tokenizer.Annotate(Of(item["text"]), Of(item["pair"]));
            Assert.Equal(Numbers(item["ids"]), pair.Ids);
            Assert.Equal(Numbers(item["type_ids"]), pair.TypeIds);
            Assert.Equal(Numbers(item["special_tokens_mask"]), pair.SpecialMask.Select(s => s ? 1 : 0));
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
        foreach (var item in root.Items("cases")) Assert.Equal(Numbers(item["ids"]), again.Encode(Of(item["text"])));
    }

    [Theory]
    [MemberData(nameof(InTwoFiles))]
    public void Vocabulary_and_merges_apart_are_the_same_tokenizer(string name)
    {
        var (root, _) = Open(name);
        var source = Folder("tokenizers", name);
        using var folder = new TemporaryFolder();
        foreach (var file in (string[])["vocab.json", "merges.txt"]) File.Copy(Path.Combine(source, file), folder.File(file));
        var tokenizer = Tokenizer.Load(folder.Path);
        foreach (var item in root.Items("cases")) Assert.Equal(Numbers(item["ids"]), tokenizer.Encode(Of(item["text"])));
    }

    private static string Streamed(Tokenizer tokenizer, int[] ids)
    {
        var decoder = tokenizer.NewStreamingDecoder();
        return string.Concat(ids.Select(decoder.Append)) + decoder.Flush();
    }

    private static (JsonObject Root, Tokenizer Tokenizer) Open(string name)
    {
        var folder = Folder("tokenizers", name);
        return (Cases(folder), Tokenizer.Load(folder));
    }
}

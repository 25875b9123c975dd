using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Checkpoints.Gguf;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>A model folder as one file and as a folder again.</summary>
public sealed class GgufFolderTests : IDisposable
{
    // None begins with a space: llama.cpp, whose rules are read, puts one before those too, and some tokenizer.json do not.
    private static readonly string[] Texts = ["Once upon a time, there was a girl.", "two  spaces\n\nand lines", "h\u00E9llo w\u00F6rld 1234567 \u4F60\u597D \U0001F600", "it's we'll DON'T x=y+z; 3.14", "", "a"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tokenizers
    {
        get
        {
            var data = new TheoryData<string>();
            if (Golden.Folder is { } golden && Directory.Exists(Path.Combine(golden, "tokenizers")))
                foreach (var folder in Directory.EnumerateDirectories(Path.Combine(golden, "tokenizers")).Where(IsWritten).Order(StringComparer.Ordinal)) data.Add(Path.GetFileName(folder));
            if (data.Count == 0) data.Add(Golden.Absent);
            return data;
        }
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    [Theory, MemberData(nameof(Tokenizers)), Trait("Kind", "Golden")]
    public void A_tokenizer_comes_back_as_it_went_out(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no golden/tokenizers");
        var own = Tokenizer.Load(Path.Combine(Golden.Folder!, "tokenizers", name));
        WriteModel(own.VocabularySize);
        own.Save(At("model"));
        var back = Tokenizer.Load(RoundTrip());
        foreach (var text in Texts) Assert.Equal(own.EncodeOrdinary(text), back.EncodeOrdinary(text));
        foreach (var text in Texts) Assert.Equal(own.Decode(own.Encode(text)), back.Decode(own.Encode(text)));
    }

    public static TheoryData<string> SentencePieceModels
    {
        get
        {
            var data = new TheoryData<string>();
            if (Golden.Folder is { } golden && Directory.Exists(Path.Combine(golden, "sentencepiece")))
                foreach (var file in Directory.EnumerateFiles(Path.Combine(golden, "sentencepiece"), "*.model", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) data.Add(Path.GetRelativePath(golden, file));
            if (data.Count == 0) data.Add(Golden.Absent);
            return data;
        }
    }

    [Theory, MemberData(nameof(SentencePieceModels)), Trait("Kind", "Golden")]
    public void A_sentencepiece_model_goes_out_with_its_pieces_as_they_are(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no golden/sentencepiece");
        var own = Tokenizer.Load(Path.Combine(Golden.Folder!, name));
        WriteModel(own.VocabularySize);
        own.Save(At("model"));
        GgufExport.Write(At("model"), At("model.gguf"), GgufType.F32);
        using var file = new GgufReader(At("model.gguf"));
        Assert.Equal(own.SentencePieces!.Pieces.Select(p => p.Text), (string[])file.Metadata["tokenizer.ggml.tokens"]!);
        Assert.Equal(own.SentencePieces.Pieces.Select(p => p.Score), (float[])file.Metadata["tokenizer.ggml.scores"]!);
        Assert.Equal(own.SentencePieces.Pieces.Select(p => (int)p.Kind), (int[])file.Metadata["tokenizer.ggml.token_type"]!);
    }

    [Theory, MemberData(nameof(SentencePieceModels)), Trait("Kind", "Golden")]
    public void Plain_words_become_the_same_pieces_when_it_comes_back(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no golden/sentencepiece");
        var own = Tokenizer.Load(Path.Combine(Golden.Folder!, name));
        WriteModel(own.VocabularySize);
        own.Save(At("model"));
        var back = Tokenizer.Load(RoundTrip());
        foreach (var text in (string[])["Once upon a time", "there was a girl, and a boy.", "the end"]) Assert.Equal(own.EncodeOrdinary(text), back.EncodeOrdinary(text));
    }

    [Fact]
    public void Licence_origin_template_and_special_tokens_come_back()
    {
        var own = new BytePairTrainer(new BytePairTrainerOptions { SpecialTokens = ["<|end|>"], EndToken = "<|end|>", VocabularySize = 280 }).Train(["some text to learn some text from"]);
        own = own.With(own.Config with { ChatTemplate = "{{ messages[0]['content'] }}" });
        WriteModel(own.VocabularySize, endIds: [own.EndId!.Value]);
        own.Save(At("model"));
        File.WriteAllText(Path.Combine(At("model"), "README.md"), "---\nlicense: other\nlicense_name: fair-use\nbase_model: somebody/base\n---\n");
        var card = ModelCard.Read(RoundTrip());
        var back = Tokenizer.Load(At("back"));
        Assert.Equal(("fair-use", "somebody/base"), (card.Licence, card.BaseModel));
        Assert.Equal((own.Config.ChatTemplate, own.EndId), (back.Config.ChatTemplate, back.EndId));
    }

    [Fact]
    public void A_way_to_split_texts_that_is_not_known_is_named()
    {
        var keys = new GgufMetadata();
        keys.Add("tokenizer.ggml.model", "gpt2");
        keys.Add("tokenizer.ggml.pre", "of tomorrow");
        keys.Add("tokenizer.ggml.tokens", new[] { "a" });
        keys.Add("tokenizer.ggml.merges", Array.Empty<string>());
        GgufWriter.Write(At("model.gguf"), keys, []);
        using var file = new GgufReader(At("model.gguf"));
        Assert.Contains("of tomorrow", Assert.Throws<CheckpointException>(() => GgufTokenizer.Of(file)!.Json()).Message);
    }

    [Fact]
    public void A_tokenizer_of_vocabulary_and_merges_goes_out_too()
    {
        var own = new BytePairTrainer(new BytePairTrainerOptions { SpecialTokens = ["<|end|>"], EndToken = "<|end|>", VocabularySize = 280 }).Train(["some text to learn some text from"]);
        WriteModel(own.VocabularySize);
        own.Save(At("written"));
        var model = JsonNode.Parse(File.ReadAllText(Path.Combine(At("written"), "tokenizer.json")))!["model"]!;
        File.WriteAllText(Path.Combine(At("model"), "vocab.json"), model["vocab"]!.ToJsonString());
        File.WriteAllLines(Path.Combine(At("model"), "merges.txt"), model["merges"]!.AsArray().Select(m => m is JsonArray pair ? $"{pair[0]} {pair[1]}" : (string)m!));
        Assert.Equal(own.EncodeOrdinary("some text"), Tokenizer.Load(RoundTrip()).EncodeOrdinary("some text"));
    }

    private string RoundTrip()
    {
        GgufExport.Write(At("model"), At("model.gguf"), GgufType.F32);
        GgufFolder.Write(At("model.gguf"), At("back"), new CheckpointFormat());
        return At("back");
    }

    private void WriteModel(int vocabulary, IReadOnlyList<int>? endIds = null)
    {
        var plan = DecoderPlan.Of(new DecoderConfig { VocabularySize = vocabulary, Width = 8, Layers = 1, Heads = 2, MaxPositions = 16, EndIds = endIds ?? [] });
        using var weights = new ParameterBuffer(plan);
        HuggingFaceFolder.Save(At("model"), plan, weights);
    }

    private static bool IsWritten(string folder) => File.Exists(Path.Combine(folder, "tokenizer.json"))
        && (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")))!["model"]!["type"] is "BPE" or "Unigram";

    public void Dispose() => _folder.Dispose();
}

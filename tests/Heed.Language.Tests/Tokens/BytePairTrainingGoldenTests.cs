using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>Merges and vocabulary learned by Hugging Face's trainer, in golden/bpe_training.</summary>
[Trait("Kind", "Golden")]
public sealed class BytePairTrainingGoldenTests
{
    public static TheoryData<string> Files()
    {
        var folder = Golden.Folder is null ? null : Path.Combine(Golden.Folder, "bpe_training");
        var data = new TheoryData<string>();
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)) data.Add(Path.GetFileName(file));
        if (data.Count == 0) data.Add(Golden.Absent);
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_trainer_learns_the_reference_merges_and_vocabulary(string file)
    {
        Assert.SkipWhen(file == Golden.Absent, "no golden/bpe_training");
        var folder = Path.Combine(Golden.Folder!, "bpe_training");
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, (string)expected["corpus"]!)));

        var tokenizer = new BytePairTrainer(Options(expected["options"]!.AsObject())).Train([text]);

        Assert.Equal((int)expected["vocab_size_reached"]!, tokenizer.VocabularySize);
        Assert.Equal(expected["vocab"]!.AsObject().OrderBy(p => (int)p.Value!).Select(p => p.Key), Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf));
        Assert.Equal(expected["merges"]!.AsArray().Select(Spelled), SavedMerges(tokenizer));
    }

    private static string Spelled(JsonNode? merge) => merge is JsonArray pair ? $"{pair[0]} {pair[1]}" : (string)merge!;

    private static IEnumerable<string> SavedMerges(Tokenizer tokenizer)
    {
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.Path);
        return JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!["model"]!["merges"]!.AsArray().Select(Spelled).ToList();
    }

    private static BytePairTrainerOptions Options(JsonObject options) => new()
    {
        VocabularySize = (int)options["vocab_size"]!,
        MinFrequency = (int)options["min_frequency"]!,
        Alphabet = (string)options["initial_alphabet"]! == "bytes" ? Alphabet.Bytes : Alphabet.Corpus,
        SpecialTokens = [.. options["special_tokens"]!.AsArray().Select(t => (string)t!)],
        MaxTokenLength = (int?)options["max_token_length"],
        SplitWords = (bool?)options["use_regex"] ?? true
    };
}

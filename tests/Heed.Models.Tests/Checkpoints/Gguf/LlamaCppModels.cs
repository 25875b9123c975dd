using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Models.Checkpoints;
using Heed.Models.Checkpoints.Gguf;
using Heed.Testing;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>Model folders with a tokenizer, of every family that goes out as GGUF, and what they are asked.</summary>
internal static class LlamaCppModels
{
    private static readonly string[] Families = ["llama", "mistral", "qwen2", "qwen3", "gpt2", "gpt_neox"];

    public static IEnumerable<(string Name, string Folder, IReadOnlyList<int[]> Prompts)> Of(string working)
    {
        foreach (var expected in GgufGoldenTests.ExpectedFiles())
        {
            var prompts = GgufGoldenTests.Read(expected)["greedy_float32_in_transformers"]!.AsArray().Select(row => GgufGoldenTests.Ids(row!["prompt_ids"])).ToList();
            if (Tokenized(GgufGoldenTests.Source(Path.GetFileName(expected)), working) is { } folder) yield return (Path.GetFileName(folder), folder, prompts);
        }
        if (File.Exists(Path.Combine(Golden.Folder!, "trained", "tokenizer.json"))) yield return ("trained", Path.Combine(Golden.Folder!, "trained"), [[5, 90, 33], [300, 7]]);
        foreach (var folder in Folders("models"))
            if (IsExported(folder)) yield return (Path.GetFileName(folder), WithBytes(folder, Path.Combine(working, Path.GetFileName(folder))), [[5, 90, 33, 200], [7, 7]]);
    }

    private static IEnumerable<string> Folders(string kind)
    {
        var root = Path.Combine(Golden.Folder!, kind);
        return Directory.Exists(root) ? Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>A folder with a tokenizer.json: itself, or made of a GGUF file that lies beside the descriptions; llama.cpp loads no file without a vocabulary.</summary>
    private static string? Tokenized(string folder, string working)
    {
        if (File.Exists(Path.Combine(folder, "tokenizer.json"))) return folder;
        var file = Directory.EnumerateFiles(Path.Combine(Golden.Folder!, "gguf"), Path.GetFileName(folder) + "-*.gguf").Order(StringComparer.Ordinal).FirstOrDefault();
        if (file is null) return null;
        var made = Path.Combine(working, Path.GetFileNameWithoutExtension(file));
        GgufFolder.Write(file, made, new CheckpointFormat());
        return made;
    }

    private static bool IsExported(string folder)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        if (!Families.Contains((string?)config["model_type"]) || (int?)config["vocab_size"] != 256) return false;
        try
        {
            _ = new GgufConfig(HuggingFaceConfig.Write(HuggingFaceFolder.LoadConfig(folder)), folder);
            return !HuggingFaceFolder.LoadConfig(folder).ScoreHead;
        }
        catch (Heed.Runs.HeedException)
        {
            return false; // refused by name: another test looks at that
        }
    }

    /// <summary>The model with a tokenizer of the 256 bytes.</summary>
    private static string WithBytes(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source).Where(f => !Path.GetFileName(f).StartsWith("reference", StringComparison.Ordinal))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 256, Merges = false }).Train(["a"]).Save(folder);
        return folder;
    }
}

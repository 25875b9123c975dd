using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A GGUF file as a model folder: weights, config, tokenizer, chat template, licence.</summary>
public static class GgufFolder
{
    /// <summary>Whether a path is a file of this kind.</summary>
    public static bool IsOne(string path) => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Writes the folder.</summary>
    /// <param name="vocabulary">Rows that embedding and head shall have; null: as many as the file has.</param>
    /// <exception cref="CheckpointException">The file is damaged, or of a kind that is not read.</exception>
    public static void Write(string path, string output, CheckpointFormat format, int? vocabulary = null)
    {
        using var file = new GgufReader(path);
        var tokenizer = GgufTokenizer.Of(file) is { } kept ? (kept.Json(), kept.Config()) : default;
        var (plan, weights) = GgufImport.Load(path);
        using var model = new Decoder(plan, weights);
        using var resized = vocabulary is { } size && size != model.Config.VocabularySize ? model.WithVocabulary(size) : null;
        HuggingFaceFolder.Save(output, (resized ?? model).Plan, (resized ?? model).Weights, format);
        if (tokenizer.Item1 is not null)
        {
            HuggingFaceFolder.WriteObject(Path.Combine(output, "tokenizer.json"), tokenizer.Item1);
            HuggingFaceFolder.WriteObject(Path.Combine(output, "tokenizer_config.json"), tokenizer.Item2);
        }
        GgufLicence.Read(file.Metadata).Write(output, file.Metadata["general.name"] as string ?? Path.GetFileNameWithoutExtension(path), "Read from a GGUF file, by Heed.");
    }
}

using Heed.Models.Adapters;
using Heed.Models.Checkpoints.Gguf;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>A model folder written anew, for Hugging Face's libraries: in another type, in other parts, or with an adapter merged. Tokenizer, template and licence go with it.</summary>
public static class ModelExport
{
    /// <summary>Reads one folder, or a GGUF file, and writes a folder.</summary>
    /// <param name="what">What was done, for the card.</param>
    /// <param name="vocabulary">Rows that embedding and head shall have; null: as many as they have.</param>
    public static void Convert(string source, string output, CheckpointFormat format, string what, int? vocabulary = null)
    {
        RefuseSame(source, output);
        if (GgufFolder.IsOne(source))
        {
            GgufFolder.Write(source, output, format, vocabulary);
            return;
        }
        using var model = Decoder.Load(source);
        using var resized = vocabulary is { } size && size != model.Config.VocabularySize ? model.WithVocabulary(size) : null;
        Write(resized ?? model, source, output, format, what);
    }

    /// <summary>Writes a base with an adapter's changes in its weights; of a reward model's adapter, with its scalar head in place of the language head.</summary>
    public static void Merge(string adapter, string baseFolder, string output, CheckpointFormat format)
    {
        RefuseSame(baseFolder, output);
        using var model = Decoder.Load(baseFolder);
        using var scoring = PeftFolder.IsOfRewardModel(adapter) && !model.Config.ScoreHead ? model.WithScoreHead(IsMeanPooled(adapter)) : null;
        var changed = scoring ?? model;
        using var adapted = changed.With(PeftFolder.Load(adapter, changed));
        adapted.Adapter!.RequireMergeable();
        using var merged = adapted.Merged();
        Write(merged, baseFolder, output, format, $"A merge of an adapter into its base. The adapter changes {adapted.TrainedParameters.Count} tensors.");
        CompanionFiles.Copy(adapter, output);     // a tokenizer saved with the adapter is the one it was trained with
    }

    /// <summary>What lies beside a reward model's adapter says how its head reads states.</summary>
    private static bool IsMeanPooled(string adapter)
    {
        var file = Path.Combine(adapter, "heed_reward.json");
        return File.Exists(file) && (string?)HuggingFaceFolder.ReadObject(file)["pooling"] == "mean";
    }

    private static void Write(Decoder model, string source, string output, CheckpointFormat format, string what)
    {
        HuggingFaceFolder.Save(output, model.Plan, model.Weights, format);
        CompanionFiles.Copy(source, output);
        ModelCard.Carry(source, output, what);
    }

    private static void RefuseSame(string source, string output)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(output))
            throw new CheckpointException($"{output} is the folder that is read; name another for what is written.");
    }
}

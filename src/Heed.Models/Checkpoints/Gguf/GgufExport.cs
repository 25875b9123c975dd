using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A model folder as one GGUF file: names, keys and row order as llama.cpp expects them.</summary>
public static class GgufExport
{
    private static readonly string[] Files = ["tokenizer.json", "vocab.json", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model"];

    /// <summary>Reads the folder and writes the file. Vectors stay float32; matrices whose rows are no multiple of 32 become float16 where a blocked type is asked for.</summary>
    /// <returns>What to tell the user; null where all is well.</returns>
    /// <exception cref="CheckpointException">The folder is damaged, or holds what llama.cpp has no place for.</exception>
    public static string? Write(string folder, string path, GgufType type)
    {
        var (plan, weights) = HuggingFaceFolder.Load(folder);
        using (weights)
        {
            if (plan.Config.ScoreHead) throw new CheckpointException($"{folder} is a reward model: llama.cpp has no place for its head. Export the model it was trained for.");
            var keys = new GgufMetadata();
            var config = new GgufConfig(HuggingFaceConfig.Write(plan.Config), folder);
            config.AddTo(keys, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), type);
            var warning = AddTokenizer(keys, folder, plan.Config);
            config.AddSpecialTokens(keys);
            GgufLicence.Add(keys, ModelCard.Read(folder));
            GgufWriter.Write(path, keys, Tensors(plan, weights, config, type));
            return warning;
        }
    }

    private static string? AddTokenizer(GgufMetadata keys, string folder, DecoderConfig config)
    {
        if (!Files.Any(name => File.Exists(Path.Combine(folder, name)))) return $"{folder} has no tokenizer.json: the file has weights and no vocabulary, so programs can take token ids only";
        var tokenizer = Tokenizer.Load(folder);
        if (tokenizer.VocabularySize > config.VocabularySize)
            throw new CheckpointException($"the tokenizer of {folder} has {tokenizer.VocabularySize} tokens and the model's embedding {config.VocabularySize} rows. 'heed model convert --vocabulary-size {tokenizer.VocabularySize}' adds the others.");
        var warning = AddVocabulary(keys, tokenizer, folder, config);
        if (tokenizer.Config.ChatTemplate is { } template) keys.Add("tokenizer.chat_template", template);
        return warning;
    }

    private static string? AddVocabulary(GgufMetadata keys, Tokenizer tokenizer, string folder, DecoderConfig config)
    {
        var file = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(file)) return AddVocabulary(keys, file, config);
        if (tokenizer.SentencePieces is { } pieces)
        {
            GgufPieces.Add(keys, tokenizer, pieces, folder, config.VocabularySize);
            return null;
        }
        var written = Directory.CreateTempSubdirectory("heed-tokenizer");
        try
        {
            tokenizer.Save(written.FullName);
            return AddVocabulary(keys, Path.Combine(written.FullName, "tokenizer.json"), config);
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    private static string? AddVocabulary(GgufMetadata keys, string file, DecoderConfig config)
    {
        var vocabulary = new GgufVocabulary(file);
        vocabulary.AddTo(keys, config.VocabularySize);
        return vocabulary.Splitting is null ? $"llama.cpp has no name for how {file} splits texts; 'default' is written, and some texts may become other tokens there" : null;
    }

    private static List<GgufWriter.Tensor> Tensors(DecoderPlan plan, ParameterBuffer weights, GgufConfig config, GgufType type)
    {
        var tensors = plan.Parameters.Select(p => new GgufWriter.Tensor(GgufNames.Of(p.Name), p.Rows > 1 ? [p.Rows, p.Columns] : [p.Columns], Stored(p, type), () => Elements(p, weights, config))).ToList();
        if (config.RopeDivisors() is { } divisors) tensors.Add(new("rope_freqs.weight", [divisors.Length], GgufType.F32, () => divisors));
        return tensors;
    }

    private static GgufType Stored(Parameter parameter, GgufType type) => parameter.Rows <= 1 ? GgufType.F32
        : type.IsBlocked() && parameter.Columns % GgufTypes.Block != 0 ? GgufType.F16 : type;

    private static float[] Elements(Parameter p, ParameterBuffer weights, GgufConfig config)
    {
        var heads = !config.TurnsNeighbours ? 0 : GgufNames.IsQuery(p.Name) ? config.Heads : GgufNames.IsKey(p.Name) ? config.KeyValueHeads : 0;
        return heads == 0 ? weights[p].ToArray() : GgufRows.Interleaved(weights[p], p.Rows > 1 ? p.Rows : p.Columns, heads);
    }
}

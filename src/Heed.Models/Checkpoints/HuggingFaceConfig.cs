using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>config.json of Hugging Face's transformers to a <see cref="DecoderConfig"/> and back; what Heed lacks is refused by name.</summary>
public static class HuggingFaceConfig
{
    private const string PoolingKey = "heed_score_pooling", PoolingNote = "heed_score_pooling_note";

    /// <summary>Reads a config in either spelling: <c>rope_parameters</c> and <c>dtype</c> of version 5, <c>rope_theta</c>, <c>rope_scaling</c> and <c>torch_dtype</c> of version 4.</summary>
    /// <param name="json">config.json.</param>
    /// <param name="where">Named in messages.</param>
    public static DecoderConfig Read(JsonObject json, string where)
    {
        var keys = new ConfigKeys(json, where);
        var type = keys.Text("model_type", "");
        if (type.Length == 0) throw keys.Wrong("model_type", "is missing");
        if (FamilyNames.Of(type) is not { } family) throw Unknown(keys, type);
        CheckQuantization(keys);
        var config = family switch
        {
            DecoderFamily.Gpt2 => Gpt2Keys.Read(keys),
            DecoderFamily.GptNeox => GptNeoxKeys.Read(keys),
            _ => LlamaKeys.Read(keys, family),
        };
        config = config with
        {
            ScoreHead = ReadsScore(keys),
            MeanPooled = keys.Text(PoolingKey, "last") == "mean",
            StartId = keys.OptionalInteger("bos_token_id"),
            EndIds = keys.Integers("eos_token_id"),
            PadId = keys.OptionalInteger("pad_token_id"),
        };
        if (config.Problems().Concat(config.RopeScaling?.Problems() ?? []).FirstOrDefault() is { } problem) throw keys.Wrong(problem.Path, problem.Message);
        return config.Resolved();
    }

    /// <summary>Writes a config that transformers 4 and 5 both read.</summary>
    /// <param name="format">How the weights beside it are written; null: float32.</param>
    public static JsonObject Write(DecoderConfig config, CheckpointFormat? format = null)
    {
        var c = config.Resolved();
        var json = c.Family switch
        {
            DecoderFamily.Gpt2 => Gpt2Keys.Write(c),
            DecoderFamily.GptNeox => GptNeoxKeys.Write(c),
            _ => LlamaKeys.Write(c),
        };
        json["model_type"] = FamilyNames.ModelType(c.Family);
        json["architectures"] = new JsonArray(FamilyNames.Architecture(c));
        json["vocab_size"] = c.VocabularySize;
        json["tie_word_embeddings"] = c.TieEmbeddings;
        json["bos_token_id"] = c.StartId;
        json["eos_token_id"] = EndIds(c);
        json["pad_token_id"] = c.PadId;
        var type = (format ?? new CheckpointFormat()).TypeName;
        json["dtype"] = type;
        json["torch_dtype"] = type;
        json["use_cache"] = true;
        if (c.ScoreHead) AddLabels(json, c);
        return json;
    }

    /// <summary>generation_config.json: the tokens that begin, end and pad.</summary>
    public static JsonObject WriteGeneration(DecoderConfig config) => new()
    {
        ["_from_model_config"] = true,
        ["bos_token_id"] = config.StartId,
        ["eos_token_id"] = EndIds(config),
        ["pad_token_id"] = config.PadId,
        ["use_cache"] = true,
    };

    /// <summary>Weights are plain numbers, or int8 with a factor a row as <see cref="QuantizedModel"/> writes them.</summary>
    private static void CheckQuantization(ConfigKeys keys)
    {
        if (keys.Section("quantization_config") is not { } section) return;
        var (method, format) = (section.Text("quant_method", "unnamed"), section.Text("format", ""));
        if (method != "compressed-tensors" || format is not ("int-quantized" or "naive-quantized"))
            throw keys.Unsupported($"weights quantized by {method} {format}".TrimEnd() + "; take the model as it was before, in float16 or bfloat16");
    }

    private static UnsupportedModelException Unknown(ConfigKeys keys, string type) => type == "gemma3" && keys.Section("text_config") is not null
        ? keys.Unsupported("model_type gemma3, which sees pictures too. Of its kind gemma3_text is read: in Python, save its language model alone, or take a text-only version")
        : keys.Section("auto_map") is null
        ? keys.Unsupported($"model_type {type}")
        : keys.Unsupported($"model_type {type}, whose auto_map asks to run Python code that comes with the checkpoint. Heed runs no such code; it reads {FamilyNames.All}");

    private static bool ReadsScore(ConfigKeys keys)
    {
        if (keys.FirstText("architectures") is not { } name || !name.EndsWith("ForSequenceClassification", StringComparison.Ordinal)) return false;
        var labels = keys.Section("id2label")?.Count ?? keys.Integer("num_labels", 2);
        return labels == 1 ? true : throw keys.Unsupported($"a classifier of {labels} labels");
    }

    private static void AddLabels(JsonObject json, DecoderConfig config)
    {
        json["id2label"] = new JsonObject { ["0"] = "LABEL_0" };
        json["label2id"] = new JsonObject { ["LABEL_0"] = 0 };
        if (!config.MeanPooled) return;
        json[PoolingKey] = "mean";
        json[PoolingNote] = "The score is the head over the mean of the answer's hidden states. A standard sequence classifier reads the last token instead and gives other scores.";
    }

    private static JsonNode? EndIds(DecoderConfig c) => c.EndIds.Count switch
    {
        0 => null,
        1 => c.EndIds[0],
        _ => new JsonArray([.. c.EndIds.Select(id => (JsonNode)id)]),
    };
}

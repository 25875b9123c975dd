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
        var config = keys.Text("model_type", "") switch
        {
            "llama" => ReadLlama(keys),
            "gpt2" => ReadGpt2(keys),
            "" => throw keys.Wrong("model_type", "is missing"),
            var other => throw keys.Unsupported($"model_type {other}"),
        };
        config = config with
        {
            ScoreHead = ReadsScore(keys),
            MeanPooled = keys.Text(PoolingKey, "last") == "mean",
            StartId = keys.OptionalInteger("bos_token_id"),
            EndIds = keys.Integers("eos_token_id"),
            PadId = keys.OptionalInteger("pad_token_id"),
        };
        if (config.Problems().FirstOrDefault() is { } problem) throw keys.Wrong(problem.Path, problem.Message);
        return config;
    }

    /// <summary>Writes a config that transformers 4 and 5 both read.</summary>
    public static JsonObject Write(DecoderConfig config)
    {
        var c = config.Resolved();
        var json = c.Family == DecoderFamily.Llama ? WriteLlama(c) : WriteGpt2(c);
        var head = c.ScoreHead ? "ForSequenceClassification" : c.Family == DecoderFamily.Llama ? "ForCausalLM" : "LMHeadModel";
        json["architectures"] = new JsonArray((c.Family == DecoderFamily.Llama ? "Llama" : "GPT2") + head);
        json["vocab_size"] = c.VocabularySize;
        json["tie_word_embeddings"] = c.TieEmbeddings;
        json["bos_token_id"] = c.StartId;
        json["eos_token_id"] = EndIds(c);
        json["pad_token_id"] = c.PadId;
        json["dtype"] = "float32";
        json["torch_dtype"] = "float32";
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

    private static DecoderConfig ReadLlama(ConfigKeys keys)
    {
        keys.Require("hidden_act", "silu", "swish");
        keys.Require("partial_rotary_factor", 1);
        var (width, heads) = (keys.Integer("hidden_size"), keys.Integer("num_attention_heads"));
        var rope = keys.Section("rope_parameters") ?? keys.Section("rope_scaling");
        return new DecoderConfig
        {
            Family = DecoderFamily.Llama,
            VocabularySize = keys.Integer("vocab_size"),
            Width = width,
            Layers = keys.Integer("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = keys.Integer("num_key_value_heads", heads),
            HeadWidth = keys.Integer("head_dim", width / heads),
            FeedForwardWidth = keys.Integer("intermediate_size"),
            MaxPositions = keys.Integer("max_position_embeddings", 2048),
            NormEpsilon = keys.Number("rms_norm_eps", 1e-6),
            RopeBase = rope?.Number("rope_theta", keys.Number("rope_theta", 10000)) ?? keys.Number("rope_theta", 10000),
            RopeScaling = rope is null ? null : ReadScaling(rope),
            TieEmbeddings = keys.Flag("tie_word_embeddings", false),
            AttentionBias = keys.Flag("attention_bias", false),
            FeedForwardBias = keys.Flag("mlp_bias", false),
        };
    }

    private static DecoderConfig ReadGpt2(ConfigKeys keys)
    {
        keys.Require("activation_function", "gelu_new", "gelu_pytorch_tanh");
        keys.Require("scale_attn_weights", true);
        keys.Require("scale_attn_by_inverse_layer_idx", false);
        keys.Require("add_cross_attention", false);
        var (width, heads) = (keys.Integer("n_embd", 768), keys.Integer("n_head", 12));
        return new DecoderConfig
        {
            Family = DecoderFamily.Gpt2,
            VocabularySize = keys.Integer("vocab_size"),
            Width = width,
            Layers = keys.Integer("n_layer", 12),
            Heads = heads,
            FeedForwardWidth = keys.Integer("n_inner", 4 * width),
            MaxPositions = keys.Integer("n_positions", keys.Integer("n_ctx", 1024)),
            NormEpsilon = keys.Number("layer_norm_epsilon", 1e-5),
            TieEmbeddings = keys.Flag("tie_word_embeddings", true),
        }.Resolved();
    }

    private static RopeScaling? ReadScaling(ConfigKeys rope)
    {
        rope.Require("partial_rotary_factor", 1);
        return rope.Text("rope_type", rope.Text("type", "default")) switch
        {
            "default" => null,
            "linear" => new RopeScaling { Factor = rope.Number("factor", 1) },
            "llama3" => new RopeScaling
            {
                Factor = rope.Number("factor", 1),
                LowFrequencyFactor = rope.Number("low_freq_factor", 1),
                HighFrequencyFactor = rope.Number("high_freq_factor", 4),
                OriginalPositions = rope.Integer("original_max_position_embeddings"),
            },
            var other => throw rope.Unsupported($"rope scaling {other}"),
        };
    }

    private static bool ReadsScore(ConfigKeys keys)
    {
        if (keys.FirstText("architectures") is not { } name || !name.EndsWith("ForSequenceClassification", StringComparison.Ordinal)) return false;
        var labels = keys.Section("id2label")?.Count ?? keys.Integer("num_labels", 2);
        return labels == 1 ? true : throw keys.Unsupported($"a classifier of {labels} labels");
    }

    private static JsonObject WriteLlama(DecoderConfig c) => new()
    {
        ["model_type"] = "llama",
        ["hidden_size"] = c.Width,
        ["num_hidden_layers"] = c.Layers,
        ["num_attention_heads"] = c.Heads,
        ["num_key_value_heads"] = c.KeyValueHeads,
        ["head_dim"] = c.HeadWidth,
        ["intermediate_size"] = c.FeedForwardWidth,
        ["hidden_act"] = "silu",
        ["max_position_embeddings"] = c.MaxPositions,
        ["rms_norm_eps"] = c.NormEpsilon,
        ["rope_theta"] = c.RopeBase,
        ["rope_scaling"] = c.RopeScaling is null ? null : WriteScaling(c, withBase: false),
        ["rope_parameters"] = WriteScaling(c, withBase: true),
        ["attention_bias"] = c.AttentionBias,
        ["attention_dropout"] = 0.0,
        ["mlp_bias"] = c.FeedForwardBias,
        ["initializer_range"] = 0.02,
        ["pretraining_tp"] = 1,
    };

    private static JsonObject WriteScaling(DecoderConfig c, bool withBase)
    {
        var json = new JsonObject { ["rope_type"] = c.RopeScaling is not { } scaling ? "default" : scaling.OriginalPositions is null ? "linear" : "llama3" };
        if (withBase) json["rope_theta"] = c.RopeBase;
        if (c.RopeScaling is null) return json;
        json["factor"] = c.RopeScaling.Factor;
        if (c.RopeScaling.OriginalPositions is not { } positions) return json;
        json["low_freq_factor"] = c.RopeScaling.LowFrequencyFactor;
        json["high_freq_factor"] = c.RopeScaling.HighFrequencyFactor;
        json["original_max_position_embeddings"] = positions;
        return json;
    }

    private static JsonObject WriteGpt2(DecoderConfig c) => new()
    {
        ["model_type"] = "gpt2",
        ["n_embd"] = c.Width,
        ["n_layer"] = c.Layers,
        ["n_head"] = c.Heads,
        ["n_inner"] = c.FeedForwardWidth,
        ["n_positions"] = c.MaxPositions,
        ["activation_function"] = "gelu_new",
        ["layer_norm_epsilon"] = c.NormEpsilon,
        ["attn_pdrop"] = 0.0,
        ["embd_pdrop"] = 0.0,
        ["resid_pdrop"] = 0.0,
        ["initializer_range"] = 0.02,
        ["scale_attn_weights"] = true,
    };

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

using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>config.json of Llama and of the families that are Llama with changes.</summary>
internal static class LlamaKeys
{
    public static DecoderConfig Read(ConfigKeys keys, DecoderFamily family)
    {
        var absent = Absent(family);
        var (width, heads) = (keys.Size("hidden_size", most: 1 << 20), keys.Size("num_attention_heads", most: 1 << 14));
        var gemma = family is DecoderFamily.Gemma2 or DecoderFamily.Gemma3;
        var config = new DecoderConfig
        {
            Family = family,
            VocabularySize = keys.Size("vocab_size", most: 1 << 28),
            Width = width,
            Layers = keys.Size("num_hidden_layers", most: 10_000),
            Heads = heads,
            KeyValueHeads = keys.Size("num_key_value_heads", heads, most: 1 << 14),
            HeadWidth = keys.Size("head_dim", absent.HeadWidth ?? width / heads, most: 1 << 14),
            FeedForwardWidth = keys.Size("intermediate_size"),
            Activation = gemma ? ActivationNames.Read(keys, "hidden_activation", "gelu_pytorch_tanh") : ActivationNames.Read(keys, "hidden_act", "silu"),
            MaxPositions = keys.Size("max_position_embeddings", absent.Positions, most: 1 << 28),
            NormEpsilon = keys.Number("rms_norm_eps", family is DecoderFamily.Phi3 or DecoderFamily.Olmo2 ? 1e-5 : 1e-6),
            TieEmbeddings = keys.Flag("tie_word_embeddings", gemma || family == DecoderFamily.Smollm3),
            AttentionBias = family is not (DecoderFamily.Qwen2 or DecoderFamily.Mistral or DecoderFamily.Phi3) && keys.Flag("attention_bias", false),
            FeedForwardBias = family is DecoderFamily.Llama or DecoderFamily.Granite or DecoderFamily.Smollm3 && keys.Flag("mlp_bias", false),
        };
        config = gemma ? WithGemma(keys, config) : family == DecoderFamily.Granite ? WithGranite(keys, config) : config;
        var rope = keys.Section("rope_parameters");
        var section = (family == DecoderFamily.Gemma3 ? rope?.Section("full_attention") : rope) ?? keys.Section("rope_scaling");
        return LayerKeys.Read(keys, RopeKeys.Read(keys, section, config, absent.RopeBase));
    }

    public static JsonObject Write(DecoderConfig c)
    {
        var gemma = c.Family is DecoderFamily.Gemma2 or DecoderFamily.Gemma3;
        var json = new JsonObject
        {
            ["hidden_size"] = c.Width,
            ["num_hidden_layers"] = c.Layers,
            ["num_attention_heads"] = c.Heads,
            ["num_key_value_heads"] = c.KeyValueHeads,
            ["head_dim"] = c.HeadWidth,
            ["intermediate_size"] = c.FeedForwardWidth,
            [gemma ? "hidden_activation" : "hidden_act"] = ActivationNames.Name(c),
            ["max_position_embeddings"] = c.MaxPositions,
            ["rms_norm_eps"] = c.NormEpsilon,
            ["attention_bias"] = c.AttentionBias,
            ["attention_dropout"] = 0.0,
            ["mlp_bias"] = c.FeedForwardBias,
            ["initializer_range"] = 0.02,
        };
        RopeKeys.Write(json, c);
        LayerKeys.Write(json, c);
        if (gemma) WriteGemma(json, c);
        if (c.Family == DecoderFamily.Granite) WriteGranite(json, c);
        if (c.Family == DecoderFamily.Llama) json["pretraining_tp"] = 1;
        if (c is { Family: DecoderFamily.Phi3, RopeScaling.OriginalPositions: { } positions }) json["original_max_position_embeddings"] = positions;
        return json;
    }

    /// <summary>What transformers' configuration classes take where a file is silent.</summary>
    private static (int? HeadWidth, int Positions, double RopeBase) Absent(DecoderFamily family) => family switch
    {
        DecoderFamily.Mistral => (null, 131072, 10000),
        DecoderFamily.Qwen2 => (null, 32768, 10000),
        DecoderFamily.Qwen3 => (128, 32768, 10000),
        DecoderFamily.Gemma2 => (256, 8192, 10000),
        DecoderFamily.Gemma3 => (256, 131072, 1000000),
        DecoderFamily.Phi3 => (null, 4096, 10000),
        DecoderFamily.Smollm3 => (null, 32768, 2000000),
        _ => (null, 2048, 10000),
    };

    private static DecoderConfig WithGemma(ConfigKeys keys, DecoderConfig config)
    {
        var third = config.Family == DecoderFamily.Gemma3;
        if (keys.Flag("use_bidirectional_attention", false)) throw keys.Unsupported("use_bidirectional_attention true");
        return config with
        {
            AttentionScale = 1 / Math.Sqrt(keys.Number("query_pre_attn_scalar", 256)),
            AttentionCap = keys.IsNull("attn_logit_softcapping") || third ? keys.OptionalNumber("attn_logit_softcapping") : keys.Number("attn_logit_softcapping", 50),
            LogitCap = keys.IsNull("final_logit_softcapping") || third ? keys.OptionalNumber("final_logit_softcapping") : keys.Number("final_logit_softcapping", 30),
            WindowRopeBase = !third ? null
                : keys.Section("rope_parameters")?.Section("sliding_attention")?.Number("rope_theta", 10000) ?? keys.Number("rope_local_base_freq", 10000),
        };
    }

    private static void WriteGemma(JsonObject json, DecoderConfig c)
    {
        json["query_pre_attn_scalar"] = Plain(1 / (c.AttentionScale!.Value * c.AttentionScale.Value));
        json["attn_logit_softcapping"] = c.AttentionCap;
        json["final_logit_softcapping"] = c.LogitCap;
        if (c.Family == DecoderFamily.Gemma3) json["rope_local_base_freq"] = c.WindowRopeBase ?? c.RopeBase;
    }

    private static DecoderConfig WithGranite(ConfigKeys keys, DecoderConfig config) => config with
    {
        EmbeddingScale = keys.Number("embedding_multiplier", 1),
        AttentionScale = keys.Number("attention_multiplier", 1),
        ResidualScale = keys.Number("residual_multiplier", 1),
        LogitDivisor = keys.Number("logits_scaling", 1),
    };

    private static void WriteGranite(JsonObject json, DecoderConfig c)
    {
        json["embedding_multiplier"] = c.EmbeddingScale;
        json["attention_multiplier"] = c.AttentionScale;
        json["residual_multiplier"] = c.ResidualScale;
        json["logits_scaling"] = c.LogitDivisor;
    }

    /// <summary>The whole number that a square root was taken of and undone.</summary>
    private static double Plain(double value) => Math.Abs(value - Math.Round(value)) < 1e-9 * value ? Math.Round(value) : value;
}

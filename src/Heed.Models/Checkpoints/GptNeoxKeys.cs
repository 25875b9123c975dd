using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>config.json of GPT-NeoX and Pythia.</summary>
internal static class GptNeoxKeys
{
    public static DecoderConfig Read(ConfigKeys keys)
    {
        keys.Require("attention_bias", true);
        var config = new DecoderConfig
        {
            Family = DecoderFamily.GptNeox,
            VocabularySize = keys.Size("vocab_size", most: 1 << 28),
            Width = keys.Size("hidden_size", most: 1 << 20),
            Layers = keys.Size("num_hidden_layers", most: 10_000),
            Heads = keys.Size("num_attention_heads", most: 1 << 14),
            FeedForwardWidth = keys.Size("intermediate_size"),
            Activation = ActivationNames.Read(keys, "hidden_act", "gelu"),
            MaxPositions = keys.Size("max_position_embeddings", 2048, most: 1 << 28),
            NormEpsilon = keys.Number("layer_norm_eps", 1e-5),
            ParallelBranches = keys.Flag("use_parallel_residual", true),
            TieEmbeddings = keys.Flag("tie_word_embeddings", false),
        };
        return RopeKeys.Read(keys, keys.Section("rope_parameters") ?? keys.Section("rope_scaling"), config, absentBase: 10000, absentShare: 0.25);
    }

    public static JsonObject Write(DecoderConfig c)
    {
        var json = new JsonObject
        {
            ["hidden_size"] = c.Width,
            ["num_hidden_layers"] = c.Layers,
            ["num_attention_heads"] = c.Heads,
            ["intermediate_size"] = c.FeedForwardWidth,
            ["hidden_act"] = ActivationNames.Name(c),
            ["max_position_embeddings"] = c.MaxPositions,
            ["layer_norm_eps"] = c.NormEpsilon,
            ["use_parallel_residual"] = c.ParallelBranches,
            ["attention_bias"] = true,
            ["attention_dropout"] = 0.0,
            ["hidden_dropout"] = 0.0,
            ["initializer_range"] = 0.02,
        };
        RopeKeys.Write(json, c);
        return json;
    }
}

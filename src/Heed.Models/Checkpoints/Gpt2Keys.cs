using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>config.json of GPT-2.</summary>
internal static class Gpt2Keys
{
    public static DecoderConfig Read(ConfigKeys keys)
    {
        keys.Require("scale_attn_weights", true);
        keys.Require("scale_attn_by_inverse_layer_idx", false);
        keys.Require("add_cross_attention", false);
        var width = keys.Size("n_embd", 768, most: 1 << 20);
        return new DecoderConfig
        {
            Family = DecoderFamily.Gpt2,
            VocabularySize = keys.Size("vocab_size", 50257, most: 1 << 28),
            Width = width,
            Layers = keys.Size("n_layer", 12, most: 10_000),
            Heads = keys.Size("n_head", 12, most: 1 << 14),
            FeedForwardWidth = keys.Size("n_inner", 4 * width),
            Activation = ActivationNames.Read(keys, "activation_function", "gelu_new"),
            MaxPositions = keys.Size("n_positions", keys.Integer("n_ctx", 1024), most: 1 << 28),
            NormEpsilon = keys.Number("layer_norm_epsilon", 1e-5),
            TieEmbeddings = keys.Flag("tie_word_embeddings", true),
        };
    }

    public static JsonObject Write(DecoderConfig c) => new()
    {
        ["n_embd"] = c.Width,
        ["n_layer"] = c.Layers,
        ["n_head"] = c.Heads,
        ["n_inner"] = c.FeedForwardWidth,
        ["n_positions"] = c.MaxPositions,
        ["activation_function"] = ActivationNames.Name(c),
        ["layer_norm_epsilon"] = c.NormEpsilon,
        ["attn_pdrop"] = 0.0,
        ["embd_pdrop"] = 0.0,
        ["resid_pdrop"] = 0.0,
        ["initializer_range"] = 0.02,
        ["scale_attn_weights"] = true,
    };
}

using Heed.Runs;

namespace Heed.Models.Architecture;

/// <summary>What a family has no word for in its config.json: a model with it could not be written as one of that family.</summary>
internal static class FamilyLimits
{
    private static readonly DecoderFamily[] Gemmas = [DecoderFamily.Gemma2, DecoderFamily.Gemma3];
    private static readonly DecoderFamily[] LayerTypes = [.. Gemmas, DecoderFamily.Qwen2, DecoderFamily.Qwen3, DecoderFamily.Smollm3];
    private static readonly DecoderFamily[] AttentionBiases = [.. Gemmas, DecoderFamily.Llama, DecoderFamily.Qwen3, DecoderFamily.Olmo2, DecoderFamily.Granite, DecoderFamily.Smollm3, DecoderFamily.Gpt2, DecoderFamily.GptNeox];

    private static readonly (string Key, Func<DecoderConfig, bool> IsSet, DecoderFamily[] Families)[] Limits =
    [
        ("window", c => c.Window is not null, [.. LayerTypes, DecoderFamily.Mistral, DecoderFamily.Phi3]),
        ("full_layers", c => c.FullLayers.Count > 0, LayerTypes),
        ("unturned_layers", c => c.UnturnedLayers.Count > 0, [DecoderFamily.Smollm3]),
        ("window_rope_base", c => c.WindowRopeBase is not null, [DecoderFamily.Gemma3]),
        ("rotary_width", c => c.RotaryWidth > 0 && c.RotaryWidth != c.Resolved().HeadWidth, [DecoderFamily.GptNeox, DecoderFamily.Phi3]),
        ("rope_scaling", c => c.RopeScaling is not null && c.Form.Positions is not null, []),
        ("parallel_branches", c => c.ParallelBranches, [DecoderFamily.GptNeox]),
        ("attention_scale", c => c.AttentionScale is not null && c.AttentionScale != c.DefaultAttentionScale, [.. Gemmas, DecoderFamily.Granite]),
        ("attention_cap", c => c.AttentionCap is not null, [DecoderFamily.Gemma2]),
        ("logit_cap", c => c.LogitCap is not null, Gemmas),
        ("embedding_scale", c => c.EmbeddingScale != 1, [.. Gemmas, DecoderFamily.Granite]),
        ("residual_scale", c => c.ResidualScale != 1, [DecoderFamily.Granite]),
        ("logit_divisor", c => c.LogitDivisor != 1, [DecoderFamily.Granite]),
        ("attention_bias", c => c.AttentionBias, AttentionBiases),
        ("feed_forward_bias", c => c.FeedForwardBias, [DecoderFamily.Llama, DecoderFamily.Granite, DecoderFamily.Smollm3, DecoderFamily.Gpt2, DecoderFamily.GptNeox]),
    ];

    public static IEnumerable<Problem> Problems(DecoderConfig config)
    {
        foreach (var (key, isSet, families) in Limits)
            if (isSet(config) && !families.Contains(config.Family))
                yield return new(key, $"models of the family {config.Family} have no such setting", families.Length == 0 ? "leave it out" : $"leave it out, or choose {string.Join(", ", families)}");
    }
}

namespace Heed.Models.Architecture;

/// <summary>One step of a decoder. Trainer and generator interpret the same list.</summary>
public abstract record LayerStep;

/// <summary>x = E[token], and with learned positions + P[position].  (N) → (N, W)</summary>
public sealed record EmbedStep(long Tokens, long? Positions) : LayerStep;

/// <summary>x = x + branch(norm(x)).  (N, W) → (N, W)</summary>
public sealed record ResidualStep(NormStep Norm, LayerStep Branch) : LayerStep;

/// <summary>RMSNorm (Zhang and Sennrich 2019), or LayerNorm (Ba et al. 2016) where there is a bias.</summary>
public sealed record NormStep(long Gain, long? Bias, float Epsilon) : LayerStep;

/// <summary>Causal attention over each sequence of the batch; rotary positions where there is a base.</summary>
/// <param name="Input">Queries, keys and values in one map: (H + 2·KV)·D outputs.</param>
/// <param name="Output">H·D → W.</param>
/// <param name="RopeBase">Null: positions were added to the stream.</param>
/// <param name="RopeScaling">How the rotary frequencies are stretched; null: not at all.</param>
public sealed record AttentionStep(LinearMap Input, LinearMap Output, int Heads, int KeyValueHeads, int HeadWidth, float? RopeBase, RopeScaling? RopeScaling = null) : LayerStep
{
    /// <summary>Values a token has for queries, keys and values together.</summary>
    public int Fused => (Heads + 2 * KeyValueHeads) * HeadWidth;

    /// <summary>What scores are multiplied by.</summary>
    public float Scale { get; } = 1 / MathF.Sqrt(HeadWidth);

    /// <summary>Radians a position that pair (i, i + D/2) turns by: base^(−2i/D), stretched (Su et al. 2021, arXiv 2104.09864). (D/2); none without a base.</summary>
    public float[] Frequencies()
    {
        if (RopeBase is not { } rotary) return [];
        var plain = Enumerable.Range(0, HeadWidth / 2).Select(i => 1 / Math.Pow(rotary, 2.0 * i / HeadWidth));
        return [.. plain.Select(f => (float)(RopeScaling?.Apply(f) ?? f))];
    }
}

/// <summary>down(silu(gate(x)) · up(x)) (Shazeer 2020), or down(gelu(up(x))) where it is not gated.</summary>
/// <param name="Input">Gate then up in one map (2·F outputs), or up alone (F).</param>
public sealed record FeedForwardStep(LinearMap Input, LinearMap Output, int Inner, bool Gated) : LayerStep;

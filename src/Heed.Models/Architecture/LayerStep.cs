namespace Heed.Models.Architecture;

/// <summary>One step of a decoder. Trainer and generator interpret the same list.</summary>
public abstract record LayerStep;

/// <summary>x = E[token]·scale, and with learned positions + P[position].  (N) → (N, W)</summary>
public sealed record EmbedStep(long Tokens, long? Positions, float Scale = 1) : LayerStep
{
    /// <summary>A low-rank change of the tokens' vectors; null: none.</summary>
    public LowRank? Change { get; init; }
}

/// <summary>x = x + scale·after(branch(norm(x))).  (N, W) → (N, W)</summary>
/// <param name="Norm">Null: the branch reads the stream as it is.</param>
/// <param name="After">Null: the branch's output is added as it is.</param>
public sealed record ResidualStep(NormStep? Norm, LayerStep Branch, NormStep? After = null, float Scale = 1) : LayerStep
{
    /// <summary>The branch's last map may add to the stream itself.</summary>
    public bool IsPlain => After is null && Scale == 1;
}

/// <summary>x = x + first(x) + second(x): both branches read the same stream (Wang and Komatsuzaki 2021).</summary>
public sealed record ParallelStep(ResidualStep First, ResidualStep Second) : LayerStep;

/// <summary>RMSNorm (Zhang and Sennrich 2019), or LayerNorm (Ba et al. 2016) where there is a bias.</summary>
/// <param name="Width">Elements that are normed together.</param>
/// <param name="UnitGain">Multiplies by 1 + gain.</param>
public sealed record NormStep(long Gain, long? Bias, int Width, float Epsilon, bool UnitGain = false) : LayerStep;

/// <summary>Causal attention over each sequence of the batch.</summary>
/// <param name="Input">Queries, keys and values in one map: (H + 2·KV)·D outputs.</param>
/// <param name="Output">H·D → W.</param>
public sealed record AttentionStep(LinearMap Input, LinearMap Output, int Heads, int KeyValueHeads, int HeadWidth) : LayerStep
{
    /// <summary>How queries and keys turn; null: not at all.</summary>
    public Rotary? Rotary { get; init; }

    /// <summary>Positions a token sees, its own included; null: all before it.</summary>
    public int? Window { get; init; }

    /// <summary>What scores are multiplied by.</summary>
    public float Scale { get; init; } = 1 / MathF.Sqrt(HeadWidth);

    /// <summary>Scores become cap·tanh(score/cap) (Gemma 2, arXiv 2408.00118, section 2); null: they stay.</summary>
    public float? Cap { get; init; }

    /// <summary>Norms of queries and keys before they turn: of each head, or of all heads together where the norm is as wide as they are.</summary>
    public NormStep? QueryNorm { get; init; }
    public NormStep? KeyNorm { get; init; }

    /// <summary>Values a token has for queries, keys and values together.</summary>
    public int Fused => (Heads + 2 * KeyValueHeads) * HeadWidth;

    /// <summary>The first position that a position sees.</summary>
    public int FirstSeen(int position) => Window is { } window ? Math.Max(0, position + 1 - window) : 0;
}

/// <summary>down(act(gate(x)) · up(x)) (Shazeer 2020), or down(act(up(x))) where it is not gated.</summary>
/// <param name="Input">Gate then up in one map (2·F outputs), or up alone (F).</param>
public sealed record FeedForwardStep(LinearMap Input, LinearMap Output, int Inner, bool Gated, Activation Activation) : LayerStep;

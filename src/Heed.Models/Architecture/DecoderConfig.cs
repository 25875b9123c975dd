using Heed.Runs;

namespace Heed.Models.Architecture;

/// <summary>The two forms of block.</summary>
public enum DecoderFamily
{
    /// <summary>RMSNorm, rotary positions, SwiGLU, grouped queries.</summary>
    Llama,
    /// <summary>LayerNorm, learned positions, GELU, biases everywhere.</summary>
    Gpt2,
}

/// <summary>The shape of a decoder: everything that its list of layer steps follows from.</summary>
public sealed record DecoderConfig : IRecipe
{
    public DecoderFamily Family { get; init; } = DecoderFamily.Llama;

    /// <summary>V: rows of the embedding. 0: taken from the tokenizer.</summary>
    public int VocabularySize { get; init; }

    /// <summary>W: width of the residual stream.</summary>
    public int Width { get; init; } = 128;

    public int Layers { get; init; } = 3;

    /// <summary>H: query heads.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Key and value heads; query heads share them in equal groups. 0: as many as query heads.</summary>
    public int KeyValueHeads { get; init; }

    /// <summary>D: width of a head. 0: width over heads.</summary>
    public int HeadWidth { get; init; }

    /// <summary>Inner width of the feed-forward part. 0: 8/3 of the width rounded up to 32 (Llama), 4 widths (GPT-2).</summary>
    public int FeedForwardWidth { get; init; }

    /// <summary>The longest sequence.</summary>
    public int MaxPositions { get; init; } = 256;

    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Base of the rotary frequencies (Su et al. 2021).</summary>
    public double RopeBase { get; init; } = 10000;

    /// <summary>How the rotary frequencies are stretched; null: not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>The output matrix is the embedding.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Biases on the query, key, value and output maps (Llama form; GPT-2 always has them).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Biases in the feed-forward part (Llama form; GPT-2 always has them).</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>A scalar head (reward or value) takes the place of the language head.</summary>
    public bool ScoreHead { get; init; }

    /// <summary>The scalar head reads the mean of an answer's states instead of the last one. Exported models carry a marker that says so.</summary>
    public bool MeanPooled { get; init; }

    public int? StartId { get; init; }
    public IReadOnlyList<int> EndIds { get; init; } = [];
    public int? PadId { get; init; }

    /// <summary>The same shape with every derived zero filled in.</summary>
    public DecoderConfig Resolved() => this with
    {
        KeyValueHeads = KeyValueHeads > 0 ? KeyValueHeads : Heads,
        HeadWidth = HeadWidth > 0 ? HeadWidth : Width / Math.Max(1, Heads),
        FeedForwardWidth = FeedForwardWidth > 0 ? FeedForwardWidth
            : Family == DecoderFamily.Gpt2 ? 4 * Width : (Width * 8 / 3 + 31) / 32 * 32,
    };

    public IEnumerable<Problem> Problems()
    {
        if (Width < 1) yield return new("width", $"expected at least 1, found {Width}", "set the width of the residual stream");
        if (Layers < 1) yield return new("layers", $"expected at least 1, found {Layers}", "set the number of blocks");
        if (Heads < 1) yield return new("heads", $"expected at least 1, found {Heads}", "set the number of query heads");
        if (MaxPositions < 1) yield return new("max_positions", $"expected at least 1, found {MaxPositions}", "set the longest sequence");
        if (Heads < 1 || Width < 1) yield break;
        var resolved = Resolved();
        if (HeadWidth == 0 && Width % Heads != 0)
            yield return new("heads", $"{Heads} heads do not divide a width of {Width}", "choose a divisor or set head_width");
        if (Heads % resolved.KeyValueHeads != 0)
            yield return new("key_value_heads", $"{resolved.KeyValueHeads} do not divide {Heads} heads", "choose a divisor of heads");
        if (Family == DecoderFamily.Llama && resolved.HeadWidth % 2 != 0)
            yield return new("head_width", $"rotary positions turn pairs, found the odd width {resolved.HeadWidth}", "choose an even width");
    }
}

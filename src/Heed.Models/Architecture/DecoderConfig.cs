using Heed.Runs;

namespace Heed.Models.Architecture;

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

    /// <summary>Inner width of the feed-forward part. 0: 8/3 of the width rounded up to 32 where it is gated, else 4 widths.</summary>
    public int FeedForwardWidth { get; init; }

    /// <summary>The nonlinearity of the feed-forward part; null: the family's.</summary>
    public Activation? Activation { get; init; }

    /// <summary>The longest sequence.</summary>
    public int MaxPositions { get; init; } = 256;

    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Base of the rotary frequencies (Su et al. 2021).</summary>
    public double RopeBase { get; init; } = 10000;

    /// <summary>How the rotary frequencies are stretched; null: not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Elements of each head that turn, the first ones. 0: all.</summary>
    public int RotaryWidth { get; init; }

    /// <summary>Base of the frequencies in layers with a window, which are never stretched; null: as in the others (Gemma 3 has 10000).</summary>
    public double? WindowRopeBase { get; init; }

    /// <summary>Layers, from 0, whose queries and keys do not turn.</summary>
    public IReadOnlyList<int> UnturnedLayers { get; init; } = [];

    /// <summary>Positions that a token sees, its own included; null: all before it.</summary>
    public int? Window { get; init; }

    /// <summary>Layers, from 0, that see everything although there is a window.</summary>
    public IReadOnlyList<int> FullLayers { get; init; } = [];

    /// <summary>Attention and feed-forward part read the same stream (GPT-NeoX form).</summary>
    public bool ParallelBranches { get; init; }

    /// <summary>What attention's scores are multiplied by; null: 1/√head_width.</summary>
    public double? AttentionScale { get; init; }

    /// <summary>Scores become cap·tanh(score/cap); null: they stay.</summary>
    public double? AttentionCap { get; init; }

    /// <summary>Logits become cap·tanh(logit/cap); null: they stay.</summary>
    public double? LogitCap { get; init; }

    /// <summary>What embeddings are multiplied by; Gemma always multiplies by √width.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>What a branch is multiplied by before it is added to the stream.</summary>
    public double ResidualScale { get; init; } = 1;

    /// <summary>What logits are divided by.</summary>
    public double LogitDivisor { get; init; } = 1;

    /// <summary>The output matrix is the embedding.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Biases on the query, key, value and output maps (GPT-2 and GPT-NeoX always have them).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Biases in the feed-forward part (GPT-2 and GPT-NeoX always have them).</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>A scalar head (reward or value) takes the place of the language head.</summary>
    public bool ScoreHead { get; init; }

    /// <summary>The scalar head reads the mean of an answer's states instead of the last one. Exported models carry a marker that says so.</summary>
    public bool MeanPooled { get; init; }

    public int? StartId { get; init; }
    public IReadOnlyList<int> EndIds { get; init; } = [];
    public int? PadId { get; init; }

    /// <summary>The longest sequence that can be computed: dynamic stretching has no end.</summary>
    public int LongestSequence => RopeScaling is { Kind: RopeStretching.Dynamic } ? int.MaxValue / 2 : MaxPositions;

    /// <summary>The length at which a growing sequence must be computed anew, since all its frequencies change; null: none.</summary>
    internal int? RestartsAt => RopeScaling is { Kind: RopeStretching.Longrope } rope ? (rope.OriginalPositions ?? MaxPositions) + 1 : null;

    internal double DefaultAttentionScale => 1 / Math.Sqrt(HeadWidth > 0 ? HeadWidth : (double)Width / Math.Max(1, Heads));

    /// <summary>What is fixed in the family.</summary>
    internal DecoderForm Form => DecoderForm.Of(Family);

    /// <summary>The same shape with every derived zero filled in.</summary>
    public DecoderConfig Resolved() => this with
    {
        KeyValueHeads = KeyValueHeads > 0 ? KeyValueHeads : Heads,
        HeadWidth = HeadWidth > 0 ? HeadWidth : Width / Math.Max(1, Heads),
        FeedForwardWidth = FeedForwardWidth > 0 ? FeedForwardWidth : Form.Gated ? (Width * 8 / 3 + 31) / 32 * 32 : 4 * Width,
        Activation = Activation ?? Form.Activation,
        AttentionScale = AttentionScale ?? DefaultAttentionScale,
        EmbeddingScale = Family is DecoderFamily.Gemma2 or DecoderFamily.Gemma3 ? Math.Sqrt(Width) : EmbeddingScale,
        RotaryWidth = Form.Positions is not null ? 0 : RotaryWidth > 0 ? RotaryWidth : HeadWidth > 0 ? HeadWidth : Width / Math.Max(1, Heads),
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
        if (Form.Attention.Count == 1 && Form.Biases && resolved.KeyValueHeads != Heads)
            yield return new("key_value_heads", $"expected as many as heads ({Heads}) in this family, found {resolved.KeyValueHeads}", "leave it out");
        if (resolved.RotaryWidth % 2 != 0)
            yield return new("head_width", $"rotary positions turn pairs, found the odd width {resolved.RotaryWidth}", "choose an even width");
        if (resolved.RotaryWidth > resolved.HeadWidth)
            yield return new("rotary_width", $"expected at most the head's width ({resolved.HeadWidth}), found {resolved.RotaryWidth}", "leave it out to turn all");
        foreach (var problem in MoreProblems(resolved).Concat(FamilyLimits.Problems(this))) yield return problem;
    }

    private IEnumerable<Problem> MoreProblems(DecoderConfig resolved)
    {
        if (Window is < 1) yield return new("window", $"expected at least 1, found {Window}", "leave it out to see all");
        if (RopeScaling is { Kind: RopeStretching.Longrope } rope && new[] { rope.ShortFactors.Count, rope.LongFactors.Count }.Any(n => n != resolved.RotaryWidth / 2))
            yield return new("rope_scaling", $"expected {resolved.RotaryWidth / 2} short and long factors, found {rope.ShortFactors.Count} and {rope.LongFactors.Count}", "one for each pair that turns");
        foreach (var (name, value) in new[] { ("attention_scale", AttentionScale), ("attention_cap", AttentionCap), ("logit_cap", LogitCap), ("logit_divisor", LogitDivisor), ("rope_base", RopeBase), ("window_rope_base", WindowRopeBase) })
            if (value is { } number && !(number > 0 && double.IsFinite(number))) yield return new(name, $"expected a positive number, found {number}", "leave it out");
    }
}

namespace Heed.Models.Architecture;

/// <summary>A config as one list of layer steps over one flat buffer of parameters. A new family adds a <see cref="DecoderForm"/>.</summary>
public sealed class DecoderPlan
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<LayerStep> _steps = [];
    private readonly DecoderForm _form;

    private DecoderPlan(DecoderConfig config) => (Config, _form) = (config, config.Form);

    public DecoderConfig Config { get; }

    /// <summary>Embedding, then two residual steps a layer (or one of both side by side), then the last norm.</summary>
    public IReadOnlyList<LayerStep> Steps => _steps;

    /// <summary>Steps up to the last attention, where rows look at each other; <see cref="RowSteps"/> follow, each row alone.</summary>
    internal IReadOnlyList<LayerStep> MixingSteps => _steps[..FirstRowStep];

    /// <summary>Steps behind the last attention: rows whose states nobody reads can be left out of them.</summary>
    internal IReadOnlyList<LayerStep> RowSteps => _steps[FirstRowStep..];

    /// <summary>The residual steps, those side by side too.</summary>
    public IEnumerable<ResidualStep> Residuals => _steps.SelectMany(s => s switch
    {
        ResidualStep residual => [residual],
        ParallelStep parallel => [parallel.First, parallel.Second],
        _ => Enumerable.Empty<ResidualStep>(),
    });

    /// <summary>The linear maps of the blocks.</summary>
    internal IEnumerable<LinearMap> LinearMaps => Residuals.SelectMany(r => r.Branch switch
    {
        AttentionStep attention => [attention.Input, attention.Output],
        FeedForwardStep feedForward => [feedForward.Input, feedForward.Output],
        _ => Enumerable.Empty<LinearMap>(),
    });

    /// <summary>In the order of the buffer.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Whether a parameter is the matrix of a linear map of a block.</summary>
    public bool IsBlockMatrix(Parameter parameter) => parameter.Rows > 1 && parameter.Name.StartsWith(Config.Form.Block + ".", StringComparison.Ordinal);

    /// <summary>(V, W): hidden state to logits; the embedding itself where it is tied; none beside a scalar head of an untied model.</summary>
    public LinearMap? Head { get; private set; }

    /// <summary>The head's matrix by the head's own name, tied or not.</summary>
    internal Parameter? HeadMatrix => Head is null ? null : _parameters.First(p => p.Offset == Head.Weight) with { Name = $"{_form.Head}.weight" };

    /// <summary>(1, W): hidden state to a reward or a value, where the config asks for it.</summary>
    public LinearMap? Score { get; private set; }

    /// <summary>Floats in the buffer.</summary>
    public long Length => _parameters[^1].Offset + _parameters[^1].Length;

    /// <summary>Parameters that multiply a token's state: the head once, an embedding that is only looked up not.</summary>
    public long MultiplyingParameters => Length - (Config.TieEmbeddings && !Config.ScoreHead ? 0 : (long)Config.VocabularySize * Config.Width)
        - (_form.Positions is not null ? (long)Config.MaxPositions * Config.Width : 0);

    public static DecoderPlan Of(DecoderConfig config)
    {
        var plan = new DecoderPlan(config.Resolved());
        plan.Build();
        return plan;
    }

    /// <summary>The same parameters, read by changed steps.</summary>
    internal DecoderPlan Rewritten(Func<LayerStep, LayerStep> step, Func<LinearMap, LinearMap> head)
    {
        var plan = new DecoderPlan(Config);
        plan._parameters.AddRange(_parameters);
        plan._steps.AddRange(_steps.Select(step));
        (plan.Head, plan.Score) = (Head is null ? null : head(Head), Score is null ? null : head(Score));
        return plan;
    }

    private int FirstRowStep => 1 + _steps.FindLastIndex(s => s is ParallelStep or ResidualStep { Branch: AttentionStep });

    private void Build()
    {
        var c = Config;
        var tokens = Matrix($"{_form.Embedding}.weight", c.VocabularySize, c.Width, Initialisation.Embedding);
        long? positions = _form.Positions is { } name ? Matrix($"{name}.weight", c.MaxPositions, c.Width, Initialisation.Embedding) : null;
        _steps.Add(new EmbedStep(tokens, positions, (float)c.EmbeddingScale));
        for (var layer = 0; layer < c.Layers; layer++) AddBlock($"{_form.Block}.{layer}.", layer);
        _steps.Add(Norm(_form.FinalNorm, c.Width));
        AddHeads(tokens);
    }

    private void AddBlock(string prefix, int layer)
    {
        var attention = Residual(prefix, _form.BeforeAttention, () => Attention(prefix, layer), _form.AfterAttention);
        var feedForward = Residual(prefix, _form.BeforeFeedForward, () => FeedForward(prefix), _form.AfterFeedForward);
        if (Config.ParallelBranches) _steps.Add(new ParallelStep(attention, feedForward));
        else _steps.AddRange([attention, feedForward]);
    }

    private ResidualStep Residual(string prefix, string? before, Func<LayerStep> branch, string? after)
    {
        var norm = before is null ? null : Norm(prefix + before, Config.Width);
        var step = branch();
        return new ResidualStep(norm, step, after is null ? null : Norm(prefix + after, Config.Width), (float)Config.ResidualScale);
    }

    private AttentionStep Attention(string prefix, int layer)
    {
        var c = Config;
        int queries = c.Heads * c.HeadWidth, keys = c.KeyValueHeads * c.HeadWidth;
        int[] outputs = _form.Attention.Count == 1 ? [queries + 2 * keys] : [queries, keys, keys];
        var input = Maps(prefix, _form.Attention, outputs, c.AttentionBias || _form.QueryBiases, _form.Fused);
        var output = Maps(prefix, [_form.AttentionOutput], [c.Width], c.AttentionBias, _form.Linear, queries, Initialisation.ResidualOutput);
        var windowed = c.Window is not null && !c.FullLayers.Contains(layer);
        var (wholeQueries, wholeKeys) = _form.QueryKeyNorm == QueryKeyNorm.Whole ? (queries, keys) : (c.HeadWidth, c.HeadWidth);
        return new AttentionStep(input, output, c.Heads, c.KeyValueHeads, c.HeadWidth)
        {
            Rotary = _form.Positions is not null || c.UnturnedLayers.Contains(layer) ? null
                : windowed && c.WindowRopeBase is { } local ? new Rotary(local, c.RotaryWidth, null, c.MaxPositions)
                : new Rotary(c.RopeBase, c.RotaryWidth, c.RopeScaling, c.MaxPositions),
            Window = windowed ? c.Window : null,
            Scale = (float)c.AttentionScale!.Value,
            Cap = (float?)c.AttentionCap,
            QueryNorm = _form.QueryKeyNorm == QueryKeyNorm.None ? null : Norm(prefix + _form.QueryNorm, wholeQueries),
            KeyNorm = _form.QueryKeyNorm == QueryKeyNorm.None ? null : Norm(prefix + _form.KeyNorm, wholeKeys),
        };
    }

    private FeedForwardStep FeedForward(string prefix)
    {
        var c = Config;
        var inner = c.FeedForwardWidth;
        int[] outputs = _form.FeedForward.Count == 2 ? [inner, inner] : [_form.Gated ? 2 * inner : inner];
        var input = Maps(prefix, _form.FeedForward, outputs, c.FeedForwardBias, _form.Linear);
        var output = Maps(prefix, [_form.FeedForwardOutput], [c.Width], c.FeedForwardBias, _form.Linear, inner, Initialisation.ResidualOutput);
        return new FeedForwardStep(input, output, inner, _form.Gated, c.Activation!.Value);
    }

    private void AddHeads(long embedding)
    {
        var c = Config;
        long? head = c.TieEmbeddings ? embedding : c.ScoreHead ? null : Matrix($"{_form.Head}.weight", c.VocabularySize, c.Width, Initialisation.Linear);
        if (head is { } weight) Head = new LinearMap(weight, c.VocabularySize, c.Width, null);
        if (c.ScoreHead) Score = new LinearMap(Matrix("score.weight", 1, c.Width, Initialisation.Linear), 1, c.Width, null);
    }

    private NormStep Norm(string name, int width)
    {
        var gain = Vector($"{name}.weight", width, _form.UnitGains ? Initialisation.Zeros : Initialisation.Ones);
        long? bias = _form.LayerNorms ? Vector($"{name}.bias", width, Initialisation.Zeros) : null;
        return new NormStep(gain, bias, width, (float)Config.NormEpsilon, _form.UnitGains);
    }

    /// <summary>Tensors that lie one after another and are multiplied as one map.</summary>
    private LinearMap Maps(string prefix, IReadOnlyList<string> names, int[] outputs, bool bias, FileOrder order, int? inputs = null, Initialisation start = Initialisation.Linear)
    {
        var weights = names.Select((name, i) => Add(new Parameter($"{prefix}{name}.weight", 0, outputs[i], inputs ?? Config.Width, start, order, Config.Heads) { Hidden = true })).ToList();
        var biasOrder = order == FileOrder.HeadByHead ? order : FileOrder.AsInBuffer;
        var biases = bias || _form.Biases
            ? names.Select((name, i) => Add(new Parameter($"{prefix}{name}.bias", 0, 1, outputs[i], Initialisation.Zeros, biasOrder, Config.Heads))).ToList() : [];
        return new LinearMap(weights[0], outputs.Sum(), inputs ?? Config.Width, biases.Count > 0 ? biases[0] : null);
    }

    private long Matrix(string name, int rows, int columns, Initialisation start) => Add(new Parameter(name, 0, rows, columns, start));

    private long Vector(string name, int length, Initialisation start) => Add(new Parameter(name, 0, 1, length, start));

    private long Add(Parameter parameter)
    {
        var offset = _parameters.Count == 0 ? 0 : Length;
        _parameters.Add(parameter with { Offset = offset });
        return offset;
    }
}

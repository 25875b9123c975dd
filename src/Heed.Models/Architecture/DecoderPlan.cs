namespace Heed.Models.Architecture;

/// <summary>A config as one list of layer steps over one flat buffer of parameters. A new family adds a mapping here.</summary>
public sealed class DecoderPlan
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<LayerStep> _steps = [];

    private DecoderPlan(DecoderConfig config) => Config = config;

    public DecoderConfig Config { get; }

    /// <summary>Embedding, then two residual steps a layer, then the last norm.</summary>
    public IReadOnlyList<LayerStep> Steps => _steps;

    /// <summary>In the order of the buffer.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>(V, W): hidden state to logits; the embedding itself where it is tied; none beside a scalar head of an untied model.</summary>
    public LinearMap? Head { get; private set; }

    /// <summary>(1, W): hidden state to a reward or a value, where the config asks for it.</summary>
    public LinearMap? Score { get; private set; }

    /// <summary>Floats in the buffer.</summary>
    public long Length => _parameters[^1].Offset + _parameters[^1].Length;

    /// <summary>Parameters that multiply a token's state: the head once, an embedding that is only looked up not.</summary>
    public long MultiplyingParameters => Length - (Config.TieEmbeddings && !Config.ScoreHead ? 0 : (long)Config.VocabularySize * Config.Width)
        - (Config.Family == DecoderFamily.Gpt2 ? (long)Config.MaxPositions * Config.Width : 0);

    public static DecoderPlan Of(DecoderConfig config)
    {
        var plan = new DecoderPlan(config.Resolved());
        if (config.Family == DecoderFamily.Gpt2) plan.AddGpt2();
        else plan.AddLlama();
        return plan;
    }

    private void AddLlama()
    {
        var c = Config;
        var embedding = Matrix("model.embed_tokens.weight", c.VocabularySize, c.Width, Initialisation.Embedding);
        _steps.Add(new EmbedStep(embedding, null));
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var block = $"model.layers.{layer}";
            var norm = new NormStep(Vector($"{block}.input_layernorm.weight", c.Width, Initialisation.Ones), null, (float)c.NormEpsilon);
            _steps.Add(new ResidualStep(norm, LlamaAttention($"{block}.self_attn")));
            norm = new NormStep(Vector($"{block}.post_attention_layernorm.weight", c.Width, Initialisation.Ones), null, (float)c.NormEpsilon);
            _steps.Add(new ResidualStep(norm, LlamaFeedForward($"{block}.mlp")));
        }
        _steps.Add(new NormStep(Vector("model.norm.weight", c.Width, Initialisation.Ones), null, (float)c.NormEpsilon));
        AddHeads(embedding);
    }

    private AttentionStep LlamaAttention(string name)
    {
        var c = Config;
        int queries = c.Heads * c.HeadWidth, keys = c.KeyValueHeads * c.HeadWidth;
        var weight = Matrix($"{name}.q_proj.weight", queries, c.Width, Initialisation.Linear);
        Matrix($"{name}.k_proj.weight", keys, c.Width, Initialisation.Linear);
        Matrix($"{name}.v_proj.weight", keys, c.Width, Initialisation.Linear);
        long? bias = null;
        if (c.AttentionBias)
        {
            bias = Vector($"{name}.q_proj.bias", queries, Initialisation.Zeros);
            Vector($"{name}.k_proj.bias", keys, Initialisation.Zeros);
            Vector($"{name}.v_proj.bias", keys, Initialisation.Zeros);
        }
        var input = new LinearMap(weight, queries + 2 * keys, c.Width, bias);
        var output = Linear($"{name}.o_proj", c.Width, queries, c.AttentionBias, Initialisation.ResidualOutput);
        return new AttentionStep(input, output, c.Heads, c.KeyValueHeads, c.HeadWidth, (float)c.RopeBase, c.RopeScaling);
    }

    private FeedForwardStep LlamaFeedForward(string name)
    {
        var c = Config;
        var weight = Matrix($"{name}.gate_proj.weight", c.FeedForwardWidth, c.Width, Initialisation.Linear);
        Matrix($"{name}.up_proj.weight", c.FeedForwardWidth, c.Width, Initialisation.Linear);
        long? bias = null;
        if (c.FeedForwardBias)
        {
            bias = Vector($"{name}.gate_proj.bias", c.FeedForwardWidth, Initialisation.Zeros);
            Vector($"{name}.up_proj.bias", c.FeedForwardWidth, Initialisation.Zeros);
        }
        var input = new LinearMap(weight, 2 * c.FeedForwardWidth, c.Width, bias);
        var output = Linear($"{name}.down_proj", c.Width, c.FeedForwardWidth, c.FeedForwardBias, Initialisation.ResidualOutput);
        return new FeedForwardStep(input, output, c.FeedForwardWidth, Gated: true);
    }

    private void AddGpt2()
    {
        var c = Config;
        var tokens = Matrix("transformer.wte.weight", c.VocabularySize, c.Width, Initialisation.Embedding);
        var positions = Matrix("transformer.wpe.weight", c.MaxPositions, c.Width, Initialisation.Embedding);
        _steps.Add(new EmbedStep(tokens, positions));
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var block = $"transformer.h.{layer}";
            var norm = LayerNorm($"{block}.ln_1");
            var input = Transposed($"{block}.attn.c_attn", 3 * c.Heads * c.HeadWidth, c.Width, Initialisation.Linear);
            var output = Transposed($"{block}.attn.c_proj", c.Width, c.Heads * c.HeadWidth, Initialisation.ResidualOutput);
            _steps.Add(new ResidualStep(norm, new AttentionStep(input, output, c.Heads, c.Heads, c.HeadWidth, null)));
            norm = LayerNorm($"{block}.ln_2");
            input = Transposed($"{block}.mlp.c_fc", c.FeedForwardWidth, c.Width, Initialisation.Linear);
            output = Transposed($"{block}.mlp.c_proj", c.Width, c.FeedForwardWidth, Initialisation.ResidualOutput);
            _steps.Add(new ResidualStep(norm, new FeedForwardStep(input, output, c.FeedForwardWidth, Gated: false)));
        }
        _steps.Add(LayerNorm("transformer.ln_f"));
        AddHeads(tokens);
    }

    private void AddHeads(long embedding)
    {
        var c = Config;
        long? head = c.TieEmbeddings ? embedding : c.ScoreHead ? null : Matrix("lm_head.weight", c.VocabularySize, c.Width, Initialisation.Linear);
        if (head is { } weight) Head = new LinearMap(weight, c.VocabularySize, c.Width, null);
        if (c.ScoreHead) Score = new LinearMap(Matrix("score.weight", 1, c.Width, Initialisation.Linear), 1, c.Width, null);
    }

    private NormStep LayerNorm(string name) => new(Vector($"{name}.weight", Config.Width, Initialisation.Ones),
        Vector($"{name}.bias", Config.Width, Initialisation.Zeros), (float)Config.NormEpsilon);

    private LinearMap Transposed(string name, int outputs, int inputs, Initialisation start)
    {
        var weight = Add(new Parameter($"{name}.weight", 0, outputs, inputs, start, TransposedInFile: true));
        return new LinearMap(weight, outputs, inputs, Vector($"{name}.bias", outputs, Initialisation.Zeros));
    }

    private LinearMap Linear(string name, int outputs, int inputs, bool bias, Initialisation start) =>
        new(Matrix($"{name}.weight", outputs, inputs, start), outputs, inputs, bias ? Vector($"{name}.bias", outputs, Initialisation.Zeros) : null);

    private long Matrix(string name, int rows, int columns, Initialisation start) => Add(new Parameter(name, 0, rows, columns, start));

    private long Vector(string name, int length, Initialisation start) => Add(new Parameter(name, 0, 1, length, start));

    private long Add(Parameter parameter)
    {
        var offset = _parameters.Count == 0 ? 0 : Length;
        _parameters.Add(parameter with { Offset = offset });
        return offset;
    }
}

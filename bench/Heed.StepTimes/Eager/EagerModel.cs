using Heed.Models.Architecture;
using Heed.Models.Numerics.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Heed.StepTimes.Eager;

/// <summary>A Llama in stock TorchSharp, float32: what a user gets who writes it down with the library's modules.</summary>
internal sealed class EagerModel : Module<Tensor, Tensor>
{
    private readonly DecoderConfig _config;
    private readonly Embedding _embedding;
    private readonly ModuleList<EagerBlock> _blocks;
    private readonly EagerNorm _norm;
    private readonly Linear? _head;
    private readonly Tensor _cosines, _sines;

    public EagerModel(DecoderConfig config) : base("llama")
    {
        NativeRuntime.Load();
        _config = config.Resolved();
        _embedding = Embedding(_config.VocabularySize, _config.Width);
        _blocks = ModuleList(Enumerable.Range(0, _config.Layers).Select(l => new EagerBlock(_config, l)).ToArray());
        _norm = new EagerNorm(_config);
        _head = _config.ScoreHead ? Linear(_config.Width, 1, false) : _config.TieEmbeddings ? null : Linear(_config.Width, _config.VocabularySize, false);
        var turns = outer(arange(_config.MaxPositions, float32), pow(_config.RopeBase, arange(0, _config.HeadWidth, 2, float32) / -_config.HeadWidth));
        (_cosines, _sines) = (turns.cos(), turns.sin());
        RegisterComponents();
    }

    /// <summary>(B, T) tokens → logits (B, T, V), or scores (B, T, 1).</summary>
    public override Tensor forward(Tensor tokens) => Read(tokens, 0);

    /// <summary>The same for tokens that come after those that are kept.</summary>
    public Tensor Read(Tensor tokens, long from)
    {
        var x = _embedding.call(tokens);
        Tensor cosines = _cosines.narrow(0, from, tokens.shape[1]), sines = _sines.narrow(0, from, tokens.shape[1]);
        foreach (var block in _blocks) x = block.call(x, cosines, sines);
        x = _norm.call(x);
        return _head is null ? functional.linear(x, _embedding.weight!) : _head.call(x);
    }

    /// <summary>Keys and values are kept from call to call, for so many sequences of so many tokens; what was kept is forgotten.</summary>
    public void Keep(long batch, long positions)
    {
        Tensor Room() => zeros(batch, _config.Heads, positions, _config.HeadWidth).DetachFromDisposeScope();
        foreach (var block in _blocks) (block.Cache, block.Filled) = ((Room(), Room()), 0);
    }

    /// <summary>As if so many tokens had been read, of random keys and values: decoding costs the same whatever they are.</summary>
    public void Fill(long positions)
    {
        foreach (var block in _blocks)
        {
            block.Cache!.Value.Keys.normal_();
            block.Cache!.Value.Values.normal_();
            block.Filled = positions;
        }
    }

    /// <summary>Nothing is kept any more.</summary>
    public void Forget()
    {
        foreach (var block in _blocks)
        {
            block.Cache?.Keys.Dispose();
            block.Cache?.Values.Dispose();
            (block.Cache, block.Filled) = (null, 0);
        }
    }

    /// <summary>Heed's weights by Hugging Face names, in the order this module registers its own.</summary>
    public void Take(DecoderPlan plan, ParameterBuffer weights)
    {
        string[] layer = ["input_layernorm", "post_attention_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];
        List<string> names = ["model.embed_tokens.weight", .. Enumerable.Range(0, _config.Layers).SelectMany(l => layer.Select(n => $"model.layers.{l}.{n}.weight")), "model.norm.weight"];
        if (_head is not null) names.Add(_config.ScoreHead ? "score.weight" : "lm_head.weight");
        EagerWeights.Take(this, names, weights);
    }
}

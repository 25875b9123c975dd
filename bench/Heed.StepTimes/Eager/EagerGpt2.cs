using Heed.Models.Architecture;
using Heed.Models.Numerics.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Heed.StepTimes.Eager;

/// <summary>A GPT-2 in stock TorchSharp, float32, as nanoGPT writes it: fused queries, keys and values, scaled dot-product attention, the head tied to the embedding.</summary>
internal sealed class EagerGpt2 : Module<Tensor, Tensor>
{
    private readonly Embedding _tokens, _positions;
    private readonly ModuleList<EagerGpt2Block> _blocks;
    private readonly LayerNorm _norm;

    public EagerGpt2(DecoderConfig config) : base("gpt2")
    {
        NativeRuntime.Load();
        var resolved = config.Resolved();
        (_tokens, _positions) = (Embedding(resolved.VocabularySize, resolved.Width), Embedding(resolved.MaxPositions, resolved.Width));
        _blocks = ModuleList(Enumerable.Range(0, resolved.Layers).Select(l => new EagerGpt2Block(resolved, l)).ToArray());
        _norm = LayerNorm(resolved.Width, resolved.NormEpsilon);
        RegisterComponents();
    }

    /// <summary>Heed's weights by Hugging Face names, in the order this module registers its own.</summary>
    public void Take(ParameterBuffer weights)
    {
        string[] maps = ["ln_1", "ln_2", "attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"];
        IEnumerable<string> names =
        [
            "transformer.wte.weight", "transformer.wpe.weight",
            .. Enumerable.Range(0, _blocks.Count).SelectMany(l => maps.SelectMany(m => new[] { $"transformer.h.{l}.{m}.weight", $"transformer.h.{l}.{m}.bias" })),
            "transformer.ln_f.weight", "transformer.ln_f.bias",
        ];
        EagerWeights.Take(this, names, weights);
    }

    /// <summary>(B, T) tokens → logits (B, T, V).</summary>
    public override Tensor forward(Tensor tokens)
    {
        var x = _tokens.call(tokens) + _positions.call(arange(tokens.shape[1]));
        foreach (var block in _blocks) x = block.call(x);
        return functional.linear(_norm.call(x), _tokens.weight!);
    }
}

/// <summary>Its block.</summary>
internal sealed class EagerGpt2Block : Module<Tensor, Tensor>
{
    private readonly int _heads, _width;
    private readonly LayerNorm _before, _after;
    private readonly Linear _fused, _output, _up, _down;

    public EagerGpt2Block(DecoderConfig config, int layer) : base($"layer{layer}")
    {
        (_heads, _width) = (config.Heads, config.HeadWidth);
        (_before, _after) = (LayerNorm(config.Width, config.NormEpsilon), LayerNorm(config.Width, config.NormEpsilon));
        (_fused, _output) = (Linear(config.Width, 3 * config.Width), Linear(config.Width, config.Width));
        (_up, _down) = (Linear(config.Width, config.FeedForwardWidth), Linear(config.FeedForwardWidth, config.Width));
        RegisterComponents();
    }

    /// <summary>(B, T, W) → (B, T, W)</summary>
    public override Tensor forward(Tensor x)
    {
        x = x + Attend(_before.call(x));
        return x + _down.call(functional.gelu(_up.call(_after.call(x))));
    }

    private Tensor Attend(Tensor h)
    {
        Tensor[] parts = [.. _fused.call(h).chunk(3, -1).Select(t => t.view(h.shape[0], h.shape[1], _heads, _width).transpose(1, 2))];
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
        return _output.call(mixed.transpose(1, 2).reshape(h.shape));
    }
}

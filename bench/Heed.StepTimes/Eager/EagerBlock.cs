using Heed.Models.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Heed.StepTimes.Eager;

/// <summary>A Llama block as one writes it with stock modules.</summary>
internal sealed class EagerBlock : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly int _heads, _width;
    private readonly EagerNorm _before, _after;
    private readonly Linear _queries, _keys, _values, _output, _gate, _up, _down;

    public EagerBlock(DecoderConfig config, int layer) : base($"layer{layer}")
    {
        (_heads, _width) = (config.Heads, config.HeadWidth);
        var inner = config.Heads * config.HeadWidth;
        (_before, _after) = (new EagerNorm(config), new EagerNorm(config));
        (_queries, _keys, _values) = (Linear(config.Width, inner, false), Linear(config.Width, inner, false), Linear(config.Width, inner, false));
        _output = Linear(inner, config.Width, false);
        (_gate, _up) = (Linear(config.Width, config.FeedForwardWidth, false), Linear(config.Width, config.FeedForwardWidth, false));
        _down = Linear(config.FeedForwardWidth, config.Width, false);
        RegisterComponents();
    }

    /// <summary>What a decode step keeps of earlier tokens, (B, H, T, D), T as long as it will ever be; null where nothing is kept.</summary>
    public (Tensor Keys, Tensor Values)? Cache { get; set; }

    /// <summary>Positions of the cache that are filled.</summary>
    public long Filled { get; set; }

    /// <summary>(B, T, W) → (B, T, W)</summary>
    public override Tensor forward(Tensor x, Tensor cosines, Tensor sines)
    {
        x = x + Attend(_before.call(x), cosines, sines);
        var h = _after.call(x);
        return x + _down.call(functional.silu(_gate.call(h)) * _up.call(h));
    }

    private Tensor Attend(Tensor h, Tensor cosines, Tensor sines)
    {
        Tensor Heads(Tensor t) => t.view(h.shape[0], h.shape[1], _heads, _width).transpose(1, 2);
        Tensor q = Turn(Heads(_queries.call(h)), cosines, sines), k = Turn(Heads(_keys.call(h)), cosines, sines), v = Heads(_values.call(h));
        var first = Filled == 0;
        if (Cache is { } kept)
        {
            kept.Keys.narrow(2, Filled, k.shape[2]).copy_(k);
            kept.Values.narrow(2, Filled, v.shape[2]).copy_(v);
            Filled += k.shape[2];
            (k, v) = (kept.Keys.narrow(2, 0, Filled), kept.Values.narrow(2, 0, Filled));
        }
        var mixed = functional.scaled_dot_product_attention(q, k, v, is_casual: first);
        return _output.call(mixed.transpose(1, 2).reshape(h.shape[0], h.shape[1], _heads * _width));
    }

    private static Tensor Turn(Tensor x, Tensor cosines, Tensor sines)
    {
        var half = x.shape[^1] / 2;
        Tensor a = x.narrow(-1, 0, half), b = x.narrow(-1, half, half);
        return cat([a * cosines - b * sines, a * sines + b * cosines], -1);
    }
}

/// <summary>Root mean square normalisation from elementary operations.</summary>
internal sealed class EagerNorm : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Parameter _gain;
    private readonly double _epsilon;

    public EagerNorm(DecoderConfig config) : base("norm")
    {
        (_gain, _epsilon) = (Parameter(ones(config.Width)), config.NormEpsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x * rsqrt(x.pow(2).mean([-1], keepdim: true) + _epsilon) * _gain;
}

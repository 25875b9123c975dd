using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>Interprets the list of layer steps, forward and backward, over one packed batch.</summary>
internal sealed unsafe class Trunk(Decoder decoder, PackedBatch batch, bool train)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly MatrixProducts _products = decoder.Products;
    private readonly Workspace _workspace = decoder.Workspace;
    private readonly int _n = batch.Count, _width = decoder.Config.Width;
    private readonly Stack<Saved> _saved = new();

    /// <summary>(N, W)</summary>
    public float* Forward()
    {
        float* x = null;
        foreach (var step in decoder.Plan.Steps)
            x = step switch
            {
                EmbedStep embed => Embed(embed),
                ResidualStep { Branch: AttentionStep attention } residual => Attend(residual.Norm, attention, x),
                ResidualStep { Branch: FeedForwardStep feedForward } residual => FeedForward(residual.Norm, feedForward, x),
                NormStep norm => FinalNorm(norm, x),
                _ => throw new InvalidOperationException($"A trunk cannot interpret {step}."),
            };
        return x;
    }

    /// <summary>From the gradient of the hidden states, (N, W), to that of every weight.</summary>
    public void Backward(float* dhidden)
    {
        var dx = dhidden;
        foreach (var step in decoder.Plan.Steps.Reverse())
        {
            var saved = _saved.Pop();
            var mark = _workspace.Mark();
            switch (step)
            {
                case NormStep norm:
                    var before = _workspace.TakeZeros((long)_n * _width);
                    NormBackward(norm, saved, dx, before);
                    dx = before;
                    continue;                                        // dx lives on
                case ResidualStep { Branch: AttentionStep attention } residual:
                    AttendBackward(residual.Norm, attention, saved, dx);
                    break;
                case ResidualStep { Branch: FeedForwardStep feedForward } residual:
                    FeedForwardBackward(residual.Norm, feedForward, saved, dx);
                    break;
                case EmbedStep embed:
                    _kernels.EmbedBackward(batch.Tokens, dx, Gradient(embed.Tokens), _width);
                    if (embed.Positions is { } places) _kernels.EmbedBackward(batch.Positions, dx, Gradient(places), _width);
                    break;
            }
            _workspace.Release(mark);
        }
    }

    private float* Embed(EmbedStep step)
    {
        var x = _workspace.Take((long)_n * _width);
        _kernels.Embed(batch.Tokens, batch.Positions, Weight(step.Tokens), step.Positions is { } places ? Weight(places) : null, x, _width);
        _saved.Push(default);
        return x;
    }

    private float* Attend(NormStep norm, AttentionStep step, float* x)
    {
        var y = Stream(x);
        var kept = _workspace.Mark();
        var fused = _workspace.Take((long)_n * step.Fused);
        var mixed = _workspace.Take((long)_n * step.Output.Inputs);
        Saved saved = new(x, fused, mixed, Statistics());
        var mark = _workspace.Mark();
        var normed = Normalize(norm, saved);
        Apply(step.Input, normed, fused, add: false);
        Rotate(step, fused, inverse: false);
        CausalAttention.Forward(fused, mixed, batch.Starts, step);
        Apply(step.Output, mixed, y, add: true);
        Keep(saved, train ? mark : kept);
        return y;
    }

    private float* FeedForward(NormStep norm, FeedForwardStep step, float* x)
    {
        var y = Stream(x);
        var kept = _workspace.Mark();
        var inner = _workspace.Take((long)_n * step.Input.Outputs);
        Saved saved = new(x, inner, null, Statistics());
        var mark = _workspace.Mark();
        var normed = Normalize(norm, saved);
        Apply(step.Input, normed, inner, add: false);
        Apply(step.Output, Activate(step, inner), y, add: true);
        Keep(saved, train ? mark : kept);
        return y;
    }

    private float* FinalNorm(NormStep norm, float* x)
    {
        Saved saved = new(x, null, null, Statistics());
        _saved.Push(saved);
        return Normalize(norm, saved);
    }

    private void AttendBackward(NormStep norm, AttentionStep step, Saved saved, float* dx)
    {
        var dmixed = _workspace.Take((long)_n * step.Output.Inputs);
        var dfused = _workspace.Take((long)_n * step.Fused);
        ApplyBackward(step.Output, saved.Second, dx, dmixed);
        CausalAttention.Backward(saved.First, dmixed, dfused, batch.Starts, step);
        Rotate(step, dfused, inverse: true);
        NormedBackward(norm, step.Input, saved, dfused, dx);
    }

    private void FeedForwardBackward(NormStep norm, FeedForwardStep step, Saved saved, float* dx)
    {
        var activated = Activate(step, saved.First);
        var dactivated = _workspace.Take((long)_n * step.Inner);
        ApplyBackward(step.Output, activated, dx, dactivated);
        var dinner = _workspace.Take((long)_n * step.Input.Outputs);
        if (step.Gated) _kernels.SwiGluBackward(dactivated, saved.First, dinner, _n, step.Inner);
        else _kernels.GeluBackward(dactivated, saved.First, dinner, (long)_n * step.Inner);
        NormedBackward(norm, step.Input, saved, dinner, dx);
    }

    /// <summary>Through the map that reads the normed stream, and through the norm: adds to dx.</summary>
    private void NormedBackward(NormStep norm, LinearMap map, Saved saved, float* dy, float* dx)
    {
        var normed = Normalize(norm, saved);
        var dnormed = _workspace.Take((long)_n * _width);
        ApplyBackward(map, normed, dy, dnormed);
        NormBackward(norm, saved, dnormed, dx);
    }

    private void NormBackward(NormStep norm, Saved saved, float* dy, float* dx)
    {
        if (norm.Bias is { } bias)
            _kernels.LayerNormBackward(dy, saved.Input, Weight(norm.Gain), saved.Statistics + _n, saved.Statistics, dx, Gradient(norm.Gain), Gradient(bias), _n, _width);
        else
            _kernels.RmsNormBackward(dy, saved.Input, Weight(norm.Gain), saved.Statistics, dx, Gradient(norm.Gain), _n, _width);
    }

    private float* Normalize(NormStep norm, Saved saved)
    {
        var y = _workspace.Take((long)_n * _width);
        if (norm.Bias is { } bias)
            _kernels.LayerNorm(saved.Input, Weight(norm.Gain), Weight(bias), y, saved.Statistics + _n, saved.Statistics, _n, _width, norm.Epsilon);
        else
            _kernels.RmsNorm(saved.Input, Weight(norm.Gain), y, saved.Statistics, _n, _width, norm.Epsilon);
        return y;
    }

    private float* Activate(FeedForwardStep step, float* inner)
    {
        var y = _workspace.Take((long)_n * step.Inner);
        if (step.Gated) _kernels.SwiGlu(inner, y, _n, step.Inner);
        else _kernels.Gelu(inner, y, (long)_n * step.Inner);
        return y;
    }

    /// <summary>Queries and keys lie first in the fused row; values are not turned.</summary>
    private void Rotate(AttentionStep step, float* fused, bool inverse)
    {
        if (decoder.Rotation is { } table && step.RopeBase is not null)
            _kernels.Rotate(fused, batch.Positions, table.Cosines, table.Sines, _n, step.Heads + step.KeyValueHeads, step.HeadWidth, step.Fused, inverse);
    }

    private void Apply(LinearMap map, float* x, float* y, bool add)
    {
        _products.Forward(x, Weight(map.Weight), y, _n, map.Inputs, map.Outputs, add);
        if (map.Bias is { } bias) _kernels.AddBias(y, Weight(bias), _n, map.Outputs);
    }

    /// <summary>dx is replaced; the weights' gradients are added to.</summary>
    private void ApplyBackward(LinearMap map, float* x, float* dy, float* dx)
    {
        _products.BackwardWeight(dy, x, Gradient(map.Weight), _n, map.Inputs, map.Outputs);
        if (map.Bias is { } bias) _kernels.AddColumnSums(dy, Gradient(bias), _n, map.Outputs);
        _products.BackwardInput(dy, Weight(map.Weight), dx, _n, map.Inputs, map.Outputs, add: false);
    }

    /// <summary>The stream after a residual step: a copy when x is kept for the backward pass, else x itself.</summary>
    private float* Stream(float* x)
    {
        if (!train) return x;
        var y = _workspace.Take((long)_n * _width);
        new ReadOnlySpan<float>(x, _n * _width).CopyTo(new Span<float>(y, _n * _width));
        return y;
    }

    private float* Statistics() => _workspace.Take(2L * _n);

    private void Keep(Saved saved, (int, long) release)
    {
        _saved.Push(saved);
        _workspace.Release(release);
    }

    private float* Weight(long offset) => decoder.Weights.Data + offset;

    private float* Gradient(long offset) => decoder.Gradients.Data + offset;
}

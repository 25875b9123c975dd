using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>
/// The feed-forward branch, forward and backward, for n rows. Where products are rounded to bfloat16 anyway, what lies between the two maps stays in it:
/// the same numbers in half of the memory.
/// </summary>
internal sealed unsafe class FeedForwardPass(Decoder decoder, LinearPass maps, int n)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly Workspace _workspace = decoder.Workspace;

    /// <summary>Floats of memory that the first map's results are kept in.</summary>
    public long Kept(FeedForwardStep step) => Floats(step.Input.Outputs, Rounded(step) is not null);

    /// <summary>y (n, W) = or += the branch of x (n, W); inner is kept for the backward pass.</summary>
    public void Forward(FeedForwardStep step, float* x, float* inner, float* y, bool add)
    {
        var (input, output) = (step.Input, step.Output);
        if (Rounded(step) is not { } products)
        {
            maps.Forward(input, x, inner, add: false);
            maps.Forward(output, Activate(step, inner), y, add);
            return;
        }
        products.Forward(x, decoder.Weight(input.Weight), (ushort*)inner, n, input.Inputs, input.Outputs);
        products.Forward(Gated(step, inner), decoder.Weight(output.Weight), y, n, output.Inputs, output.Outputs, add);
    }

    /// <summary>dx (n, W) is replaced; the weights' gradients are added to.</summary>
    public void Backward(FeedForwardStep step, float* x, float* inner, float* dy, float* dx)
    {
        var (input, output) = (step.Input, step.Output);
        var halves = Rounded(step);
        float* dactivated = _workspace.Take(Floats(step.Inner, halves is not null)), dinner = _workspace.Take(Kept(step));
        if (halves is not { } products)
        {
            maps.Backward(output, Activate(step, inner), dy, dactivated);
            if (step.Gated) _kernels.GateBackward(step.Activation, dactivated, inner, dinner, n, step.Inner);
            else _kernels.ActivateBackward(step.Activation, dactivated, inner, dinner, (long)n * step.Inner);
            maps.Backward(input, x, dinner, dx);
            return;
        }
        products.Backward(dy, Gated(step, inner), decoder.Weight(output.Weight), (ushort*)dactivated, decoder.Gradient(output.Weight), n, output.Inputs, output.Outputs);
        _kernels.GateBackward(step.Activation, (ushort*)dactivated, (ushort*)inner, (ushort*)dinner, BFloat16Products.Padded(n), step.Inner);
        products.Backward((ushort*)dinner, x, decoder.Weight(input.Weight), dx, decoder.Gradient(input.Weight), n, input.Inputs, input.Outputs);
    }

    /// <summary>The products that round, where nothing else reads what lies between; null where float32 is kept.</summary>
    private BFloat16Products? Rounded(FeedForwardStep step) =>
        decoder.Products is BFloat16Products products && step.Gated && step.Inner % Kernels.HalfMultiple == 0 && IsBare(step.Input) && IsBare(step.Output) ? products : null;

    private bool IsBare(LinearMap map) => map is { Bias: null, Changes.Count: 0 } && decoder.Int8(map.Weight) is null;

    private long Floats(int width, bool halves) => halves ? (long)BFloat16Products.Padded(n) * width / 2 : (long)n * width;

    private ushort* Gated(FeedForwardStep step, float* inner)
    {
        var y = (ushort*)_workspace.Take(Floats(step.Inner, halves: true));
        _kernels.Gate(step.Activation, (ushort*)inner, y, BFloat16Products.Padded(n), step.Inner);
        return y;
    }

    private float* Activate(FeedForwardStep step, float* inner)
    {
        var y = _workspace.Take((long)n * step.Inner);
        if (step.Gated) _kernels.Gate(step.Activation, inner, y, n, step.Inner);
        else _kernels.Activate(step.Activation, inner, y, (long)n * step.Inner);
        return y;
    }
}

using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>A linear map with its bias and its low-rank changes, forward and backward, for n rows.</summary>
internal sealed unsafe class LinearPass(Decoder decoder, int n)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly MatrixProducts _products = decoder.Products;
    private readonly LowRankPass _changes = new(decoder, n);

    /// <summary>y (n, outputs) = or += x·Wᵀ + bias, x (n, inputs).</summary>
    public void Forward(LinearMap map, float* x, float* y, bool add)
    {
        decoder.Multiply(map.Weight, x, y, n, map.Inputs, map.Outputs, add);
        foreach (var change in map.Changes) _changes.Forward(map, change, x, y);
        if (map.Bias is { } bias) _kernels.AddBias(y, decoder.Weight(bias), n, map.Outputs);
    }

    /// <summary>dx is replaced; the weights' gradients are added to.</summary>
    public void Backward(LinearMap map, float* x, float* dy, float* dx)
    {
        if (map.Bias is { } bias && decoder.Gradient(bias) is var dbias && dbias != null) _kernels.AddColumnSums(dy, dbias, n, map.Outputs);
        if (decoder.Int8(map.Weight) is not null) decoder.MultiplyBack(map.Weight, dy, dx, n, map.Inputs, map.Outputs, add: false);
        else _products.Backward(dy, x, decoder.Weight(map.Weight), dx, decoder.Gradient(map.Weight), n, map.Inputs, map.Outputs);
        foreach (var change in map.Changes) _changes.Backward(map, change, x, dy, dx);
    }
}

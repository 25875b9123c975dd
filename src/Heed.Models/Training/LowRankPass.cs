using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>Low-rank changes of a map, forward and backward, for n rows. Their cost is that of two thin products; the map's own weights get no gradient.</summary>
internal sealed unsafe class LowRankPass(Decoder decoder, int n)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly MatrixProducts _products = decoder.Products;
    private readonly Workspace _workspace = decoder.Workspace;

    /// <summary>y += scale·(B·A·x + bias) in the change's outputs; with a magnitude they become c·(W + scale·B·A)·x, c = m / row length.</summary>
    public void Forward(LinearMap map, LowRank change, float* x, float* y)
    {
        var mark = _workspace.Mark();
        var added = _workspace.Take((long)n * change.Outputs);
        if (change.Magnitude is null)
        {
            Changed(map, change, x, added, withMap: false);
            if (change.UpBias is { } bias) AddScaledBias(change, decoder.Weight(bias), added);
        }
        else
        {
            Changed(map, change, x, added, withMap: true);
            ScaleColumns(added, InverseLengths(map, change), change.Outputs);
            ScaleColumns(added, decoder.Weight(change.Magnitude.Value), change.Outputs);
            var own = _workspace.Take((long)n * change.Outputs);
            decoder.Multiply(Own(map, change), x, own, n, map.Inputs, change.Outputs, add: false);
            _kernels.Scale(-1, own, (long)n * change.Outputs);           // the caller has added it
            _kernels.Add(own, added, (long)n * change.Outputs);
        }
        AddColumns(added, change, y + change.First, map.Outputs);
        _workspace.Release(mark);
    }

    /// <summary>Adds to the gradients of A, B, its bias and the magnitude, and to dx, which holds dy·W already. A row's length is taken as constant (Liu et al. 2024, section 4.3).</summary>
    public void Backward(LinearMap map, LowRank change, float* x, float* dy, float* dx)
    {
        var mark = _workspace.Mark();
        var upstream = _workspace.Take((long)n * change.Outputs);
        _kernels.CopyRows(dy + change.First, map.Outputs, upstream, change.Outputs, n, change.Outputs);
        if (change.Magnitude is { } magnitude) upstream = ThroughMagnitude(map, change, magnitude, x, upstream, dx);
        if (change.UpBias is { } bias) AddScaledSums(change, upstream, decoder.Gradient(bias));

        float* inner = Inner(change, x, map.Inputs), dinner = _workspace.Take((long)n * change.Rank);
        _products.BackwardWeight(upstream, inner, decoder.Gradient(change.Up), n, change.Rank, change.Outputs);
        _products.BackwardInput(upstream, decoder.Weight(change.Up), dinner, n, change.Rank, change.Outputs, add: false);
        _kernels.Scale(change.Scale, dinner, (long)n * change.Rank);
        _products.BackwardWeight(dinner, x, decoder.Gradient(change.Down), n, map.Inputs, change.Rank);
        _products.BackwardInput(dinner, decoder.Weight(change.Down), dx, n, map.Inputs, change.Rank, add: true);
        _workspace.Release(mark);
    }

    /// <summary>x += scale·B·A[token]</summary>
    public void Embed(LowRank change, int[] tokens, float* x)
    {
        var mark = _workspace.Mark();
        var inner = Rows(change, tokens);
        _products.Forward(inner, decoder.Weight(change.Up), x, n, change.Rank, change.Outputs, add: true);
        _workspace.Release(mark);
    }

    public void EmbedBackward(LowRank change, int[] tokens, float* dx)
    {
        var mark = _workspace.Mark();
        float* inner = Rows(change, tokens), dinner = _workspace.Take((long)n * change.Rank);
        _products.BackwardWeight(dx, inner, decoder.Gradient(change.Up), n, change.Rank, change.Outputs);
        _products.BackwardInput(dx, decoder.Weight(change.Up), dinner, n, change.Rank, change.Outputs, add: false);
        _kernels.Scale(change.Scale, dinner, (long)n * change.Rank);
        _kernels.EmbedBackward(tokens, dinner, decoder.Gradient(change.Down), change.Rank);
        _workspace.Release(mark);
    }

    /// <summary>The gradient of (W + scale·B·A)·x; that of m is added, and what W passes on is put right in dx.</summary>
    private float* ThroughMagnitude(LinearMap map, LowRank change, long magnitude, float* x, float* dy, float* dx)
    {
        float* changed = _workspace.Take((long)n * change.Outputs), inverse = InverseLengths(map, change), dmagnitude = decoder.Gradient(magnitude);
        Changed(map, change, x, changed, withMap: true);
        for (var r = 0L; r < n; r++)
            for (var o = 0; o < change.Outputs; o++)
                dmagnitude[o] += dy[r * change.Outputs + o] * changed[r * change.Outputs + o] * inverse[o];
        float* scaled = changed, difference = dy;
        new ReadOnlySpan<float>(dy, n * change.Outputs).CopyTo(new Span<float>(scaled, n * change.Outputs));
        ScaleColumns(scaled, inverse, change.Outputs);
        ScaleColumns(scaled, decoder.Weight(magnitude), change.Outputs);
        _kernels.Scale(-1, difference, (long)n * change.Outputs);
        _kernels.Add(scaled, difference, (long)n * change.Outputs);
        decoder.MultiplyBack(Own(map, change), difference, dx, n, map.Inputs, change.Outputs, add: true);
        return scaled;
    }

    /// <summary>scale·B·A·x, or (W + scale·B·A)·x</summary>
    private void Changed(LinearMap map, LowRank change, float* x, float* y, bool withMap)
    {
        if (withMap) decoder.Multiply(Own(map, change), x, y, n, map.Inputs, change.Outputs, add: false);
        _products.Forward(Inner(change, x, map.Inputs), decoder.Weight(change.Up), y, n, change.Rank, change.Outputs, add: withMap);
    }

    /// <summary>scale·A·x (n, rank)</summary>
    private float* Inner(LowRank change, float* x, int inputs)
    {
        var inner = _workspace.Take((long)n * change.Rank);
        _products.Forward(x, decoder.Weight(change.Down), inner, n, inputs, change.Rank);
        _kernels.Scale(change.Scale, inner, (long)n * change.Rank);
        return inner;
    }

    private void AddScaledBias(LowRank change, float* bias, float* y)
    {
        for (var r = 0L; r < n; r++) _kernels.AddScaled(change.Scale, bias, y + r * change.Outputs, change.Outputs);
    }

    private void AddScaledSums(LowRank change, float* dy, float* dbias)
    {
        for (var r = 0L; r < n; r++) _kernels.AddScaled(change.Scale, dy + r * change.Outputs, dbias, change.Outputs);
    }

    private float* Rows(LowRank change, int[] tokens)
    {
        var inner = _workspace.Take((long)n * change.Rank);
        _kernels.Embed(tokens, tokens, decoder.Weight(change.Down), null, inner, change.Rank);
        _kernels.Scale(change.Scale, inner, (long)n * change.Rank);
        return inner;
    }

    /// <summary>1 / length of each changed row (outputs)</summary>
    private float* InverseLengths(LinearMap map, LowRank change)
    {
        var inverse = _workspace.Take(change.Outputs);
        var mark = _workspace.Mark();
        float* up = _workspace.Take((long)change.Outputs * change.Rank), rows = _workspace.Take((long)change.Outputs * map.Inputs);
        new ReadOnlySpan<float>(decoder.Weight(change.Up), change.Outputs * change.Rank).CopyTo(new Span<float>(up, change.Outputs * change.Rank));
        _kernels.Scale(change.Scale, up, (long)change.Outputs * change.Rank);
        if (decoder.Int8(Own(map, change)) is { } whole) whole.Widen(0, change.Outputs, map.Inputs, rows);
        else _kernels.CopyRows(decoder.Weight(Own(map, change)), map.Inputs, rows, map.Inputs, change.Outputs, map.Inputs);
        _products.BackwardInput(up, decoder.Weight(change.Down), rows, change.Outputs, map.Inputs, change.Rank, add: true);
        for (var o = 0; o < change.Outputs; o++)
        {
            var row = rows + (long)o * map.Inputs;
            inverse[o] = 1 / MathF.Sqrt(_kernels.Dot(row, row, map.Inputs));
        }
        _workspace.Release(mark);
        return inverse;
    }

    private static long Own(LinearMap map, LowRank change) => map.Weight + (long)change.First * map.Inputs;

    private void ScaleColumns(float* x, float* factors, int width)
    {
        for (var r = 0; r < n; r++) _kernels.Multiply(factors, x + (long)r * width, width);
    }

    private void AddColumns(float* added, LowRank change, float* y, int stride)
    {
        ThreadTeam.Share(n, 32, (_, low, high) =>
        {
            for (var r = low; r < high; r++) _kernels.AddScaled(1, added + r * change.Outputs, y + r * stride, change.Outputs);
        });
    }
}

using System.Numerics;

namespace Heed.Learning.Optimization;

/// <summary>
/// The exponential moving average of weights: a ← βa + (1−β)θ; the first update copies (Polyak and Juditsky 1992; Tarvainen and Valpola 2017,
/// arXiv 1703.01780). With a warm-up, β_t = min(β, (1+t)/(10+t)).
/// </summary>
public sealed class WeightAverage<T>(double decay, bool warmUp) where T : unmanaged, IFloatingPointIeee754<T>
{
    private T[]? _average;

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>The average; empty before the first update.</summary>
    public ReadOnlySpan<T> Value => _average;

    /// <summary>Takes the weights of one step in.</summary>
    public void Update(ReadOnlySpan<T> weights)
    {
        if (_average is null) _average = weights.ToArray();
        else
        {
            var beta = T.CreateChecked(warmUp ? Math.Min(decay, (1.0 + Updates) / (10.0 + Updates)) : decay);
            for (var i = 0; i < weights.Length; i++) _average[i] = beta * _average[i] + (T.One - beta) * weights[i];
        }
        Updates++;
    }
}

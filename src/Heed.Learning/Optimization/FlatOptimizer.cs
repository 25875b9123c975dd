using System.Numerics;
using System.Runtime.InteropServices;

namespace Heed.Learning.Optimization;

/// <summary>
/// An update rule over flat buffers: moments and a step count for each tensor. A tensor without a gradient is not touched: no decay, no
/// moments, and its own step count stands still.
/// </summary>
public sealed class FlatOptimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] _moments;
    private readonly long[] _steps;

    /// <summary>An optimizer that has seen nothing.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="ranges">The tensors to train; elements outside them are never touched.</param>
    public FlatOptimizer(UpdateRule rule, IReadOnlyList<ParameterRange> ranges)
    {
        (Rule, Ranges) = (rule, ranges);
        var size = ranges.Count == 0 ? 0 : ranges.Max(r => r.Offset + r.Length);
        _moments = [.. Enumerable.Range(0, rule.Moments).Select(_ => new T[size])];
        _steps = new long[ranges.Count];
    }

    /// <summary>The rule.</summary>
    public UpdateRule Rule { get; }

    /// <summary>The tensors that are trained.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; }

    /// <summary>One update.</summary>
    /// <param name="weights">The flat buffer, changed in place.</param>
    /// <param name="gradients">The gradients, element by element.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="gradientScale">What gradients are multiplied by first: the factor of clipping.</param>
    /// <param name="hasGradient">Which tensors have a gradient; null for all.</param>
    public void Step(Span<T> weights, ReadOnlySpan<T> gradients, double rate, double gradientScale = 1, Func<ParameterRange, bool>? hasGradient = null)
    {
        for (var i = 0; i < Ranges.Count; i++)
        {
            if (hasGradient is not null && !hasGradient(Ranges[i])) continue;
            var (offset, length) = ((int)Ranges[i].Offset, (int)Ranges[i].Length);
            Rule.Update(new ParameterSlice<T>
            {
                Weights = weights.Slice(offset, length),
                Gradients = gradients.Slice(offset, length),
                GradientScale = gradientScale,
                First = Moment(0, offset, length),
                Second = Moment(1, offset, length),
                Third = Moment(2, offset, length),
                Step = ++_steps[i],
                Rate = rate,
                Decays = Ranges[i].Decays,
                Rows = Ranges[i].Rows,
                Hidden = Ranges[i].Hidden,
            });
        }
    }

    /// <summary>Writes the step counts and moments.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes<long>(_steps));
        foreach (var moment in _moments) writer.Write(MemoryMarshal.AsBytes<T>(moment));
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same tensors and rule.</summary>
    public void Restore(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_steps.AsSpan()));
        foreach (var moment in _moments) reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(moment.AsSpan()));
    }

    private Span<T> Moment(int k, int offset, int length) => k < _moments.Length ? _moments[k].AsSpan(offset, length) : [];
}

using System.Numerics;

namespace Heed.Learning.Optimization;

/// <summary>How a gradient changes a weight: hyper-parameters and one elementwise update, generic over the type: float64 is held to the reference, float32 trains.</summary>
public abstract record UpdateRule
{
    /// <summary>Numbers kept beside each weight, 0 to 3.</summary>
    public abstract int Moments { get; }

    /// <summary>Strength of weight decay, ≥ 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Changes the weights of a slice and what is kept beside them.</summary>
    public abstract void Update<T>(in ParameterSlice<T> slice) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Some weights with their gradients and moments, all of one length; unused moments are empty.</summary>
public readonly ref struct ParameterSlice<T>
{
    /// <summary>The weights, changed in place.</summary>
    public required Span<T> Weights { get; init; }

    /// <summary>The gradient of the loss.</summary>
    public required ReadOnlySpan<T> Gradients { get; init; }

    /// <summary>What gradients are multiplied by first: the factor of clipping.</summary>
    public required double GradientScale { get; init; }

    /// <summary>The first number kept.</summary>
    public Span<T> First { get; init; }

    /// <summary>The second number kept.</summary>
    public Span<T> Second { get; init; }

    /// <summary>The third number kept.</summary>
    public Span<T> Third { get; init; }

    /// <summary>Updates of these weights up to and with this one, from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of this update.</summary>
    public required double Rate { get; init; }

    /// <summary>Whether weight decay holds for these weights (not for norms and biases).</summary>
    public bool Decays { get; init; }

    /// <summary>Rows of the matrix that the weights are; 1 for a vector.</summary>
    public int Rows { get; init; }

    /// <summary>Its columns.</summary>
    public int Columns => Weights.Length / Rows;

    /// <summary>Whether it is a linear map inside the stack, neither embedding nor head.</summary>
    public bool Hidden { get; init; }
}

using System.Runtime.InteropServices;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Architecture;

/// <summary>Floats of a whole model, weights or gradients, in one 64-byte aligned native buffer.</summary>
public sealed unsafe class ParameterBuffer : IDisposable
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private float* _data;

    /// <summary>Zeros for every parameter of the plan.</summary>
    public ParameterBuffer(DecoderPlan plan) : this(plan.Parameters, 0) { }

    /// <summary>Zeros for parameters that follow one another.</summary>
    /// <param name="start">The offset of the first.</param>
    internal ParameterBuffer(IReadOnlyList<Parameter> parameters, long start)
    {
        (_parameters, Start) = (parameters, start);
        _data = LargeMemory.Floats(Length);
        NativeMemory.Clear(_data, (nuint)Length * sizeof(float));
    }

    /// <summary>The plan's offset of the first float.</summary>
    public long Start { get; }

    private long Length => _parameters[^1].Offset + _parameters[^1].Length - Start;

    /// <summary>The buffer's first float.</summary>
    public float* Data => _data;

    public Span<float> All => new(_data, checked((int)Length));

    /// <summary>One parameter, by its Hugging Face name.</summary>
    public Span<float> this[string name] => this[_parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new KeyNotFoundException($"The model has no parameter '{name}'.")];

    public Span<float> this[Parameter parameter] => new(At(parameter.Offset), (int)parameter.Length);

    /// <summary>The float at an offset of the plan.</summary>
    internal float* At(long offset) => _data + (offset - Start);

    public void Dispose()
    {
        LargeMemory.Free(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    ~ParameterBuffer() => LargeMemory.Free(_data);
}

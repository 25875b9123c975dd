using System.Runtime.InteropServices;

namespace Heed.Models.Architecture;

/// <summary>Floats of a whole model, weights or gradients, in one 64-byte aligned native buffer.</summary>
public sealed unsafe class ParameterBuffer : IDisposable
{
    private readonly DecoderPlan _plan;
    private float* _data;

    /// <summary>Zeros for every parameter of the plan.</summary>
    public ParameterBuffer(DecoderPlan plan)
    {
        _plan = plan;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)plan.Length * sizeof(float), 64);
        All.Clear();
    }

    /// <summary>The buffer's first float.</summary>
    public float* Data => _data;

    public Span<float> All => new(_data, checked((int)_plan.Length));

    /// <summary>One parameter, by its Hugging Face name.</summary>
    public Span<float> this[string name] => this[_plan.Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new KeyNotFoundException($"The model has no parameter '{name}'.")];

    public Span<float> this[Parameter parameter] => new(_data + parameter.Offset, (int)parameter.Length);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    ~ParameterBuffer() => NativeMemory.AlignedFree(_data);
}

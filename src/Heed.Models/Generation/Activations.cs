using System.Runtime.InteropServices;

namespace Heed.Models.Generation;

/// <summary>Rows of floats, each padded, with room for a vector to run past the last one.</summary>
internal sealed unsafe class Activations : IDisposable
{
    private const int Slack = 64;

    private float* _data;

    public Activations(int rows, int stride)
    {
        Stride = stride;
        var bytes = ((nuint)rows * (nuint)stride + Slack) * sizeof(float);
        _data = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_data, bytes);
    }

    /// <summary>Floats from row to row.</summary>
    public int Stride { get; }

    public float* Row(int row) => _data + (nint)row * Stride;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
    }
}

using System.Runtime.InteropServices;

namespace Heed.Benchmarks;

/// <summary>Aligned floats for a benchmark, small and not all equal.</summary>
internal sealed unsafe class NativeArray
{
    public NativeArray(int length)
    {
        Data = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        for (var i = 0; i < length; i++) Data[i] = (i % 17 - 8) / 16f;
    }

    public float* Data { get; }

    ~NativeArray() => NativeMemory.AlignedFree(Data);
}

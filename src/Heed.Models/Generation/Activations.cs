using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;

namespace Heed.Models.Generation;

/// <summary>What rows of activations are rounded to before they are multiplied.</summary>
internal enum Rounding
{
    None,
    BFloat16,
    Bytes,
}

/// <summary>Rows of floats, each padded, with room for a vector to run past the last one; where asked for, the same rows rounded.</summary>
internal sealed unsafe class Activations : IDisposable
{
    private const int Slack = 64;

    private float* _data, _scales;
    private readonly Rounding _rounding;
    private byte* _rounded;

    /// <param name="stride">A multiple of 32 where the rows are rounded.</param>
    public Activations(int rows, int stride, Rounding rounding = Rounding.None)
    {
        (Stride, _rounding) = (stride, rounding);
        _data = (float*)Zeros(((nuint)rows * (nuint)stride + Slack) * sizeof(float));
        if (rounding == Rounding.None) return;
        _rounded = Zeros((nuint)rows * (nuint)stride * (rounding == Rounding.Bytes ? 1u : 2u));
        _scales = (float*)Zeros((nuint)rows * sizeof(float));
    }

    /// <summary>Floats from row to row.</summary>
    public int Stride { get; }

    /// <summary>Quads of bytes from row to row.</summary>
    public int QuadStride => Stride / 4;

    public float* Row(int row) => _data + (nint)row * Stride;

    /// <summary>The row as four bytes each.</summary>
    public uint* Quads(int row) => (uint*)(_rounded + (nint)row * Stride);

    /// <summary>The row in bfloat16.</summary>
    public ushort* Halves(int row) => (ushort*)_rounded + (nint)row * Stride;

    /// <summary>Factors of the rows' bytes, from this row on.</summary>
    public float* Scales(int row) => _scales + row;

    /// <summary>Rounds a row, if it is to be.</summary>
    /// <param name="width">Floats that count; those beyond become zero.</param>
    public void Round(int row, int width)
    {
        if (_rounding == Rounding.None) return;
        var padded = (width + 31) / 32 * 32;
        new Span<float>(Row(row) + width, padded - width).Clear();
        if (_rounding == Rounding.Bytes) _scales[row] = QuadRow.Round(Row(row), width, QuadRow.Shift, (byte*)Quads(row));
        else
            for (var i = 0; i < padded; i += 16) Simd256.Round(Vector256.Load(Row(row) + i), Vector256.Load(Row(row) + i + 8), Halves(row) + i);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        NativeMemory.AlignedFree(_scales);
        NativeMemory.AlignedFree(_rounded);
        _data = _scales = null;
        _rounded = null;
    }

    private static byte* Zeros(nuint bytes)
    {
        var memory = (byte*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(memory, bytes);
        return memory;
    }
}

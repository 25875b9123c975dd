using System.Runtime.Intrinsics.X86;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>y = x·Wᵀ (+ bias) (+ y) over a packed W, by the kernel of its type.</summary>
internal static unsafe class PackedMultiply<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows of x from <paramref name="row"/> against the panels <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    /// <param name="x">Its rows are rounded to bytes where W asks for that.</param>
    /// <param name="y">Its rows, outputs rounded up to whole panels.</param>
    public static void Panels(Activations x, int row, int rows, PackedMatrix w, int from, int to, float* y, nint ldy, bool add)
    {
        switch (w.Type)
        {
            case PackedType.BFloat16: PanelMultiply<S, V, BFloat16Reader<S, V>>.Panels(x.Row(row), rows, x.Stride, w, from, to, y, ldy, add); break;
            case PackedType.Int8: PanelMultiply<S, V, Int8Reader<S, V>>.Panels(x.Row(row), rows, x.Stride, w, from, to, y, ldy, add); break;
            case PackedType.W8A8 when AvxVnni.IsSupported: QuadMultiply<VnniDot>.Panels(x.Quads(row), x.Scales(row), rows, x.QuadStride, w, from, to, y, ldy, add); break;
            case PackedType.W8A8: QuadMultiply<Avx2Dot>.Panels(x.Quads(row), x.Scales(row), rows, x.QuadStride, w, from, to, y, ldy, add); break;
            default: PanelMultiply<S, V, Float32Reader<S, V>>.Panels(x.Row(row), rows, x.Stride, w, from, to, y, ldy, add); break;
        }
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Generation.Kernels;

/// <summary>One row of activations as bytes for <see cref="QuadMultiply{D}"/>.</summary>
internal static unsafe class QuadRow
{
    /// <summary>What the machine's instruction wants activations shifted by.</summary>
    public static int Shift => AvxVnni.IsSupported ? VnniDot.Shift : Avx2Dot.Shift;

    /// <summary>Rounds the row and returns its factor.</summary>
    /// <param name="x">(depth), readable up to the next multiple of 32, which holds zeros.</param>
    /// <param name="target">Bytes up to the next multiple of 32.</param>
    public static float Round(float* x, int depth, int shift, byte* target)
    {
        var best = Vector256<float>.Zero;
        for (var i = 0; i < depth; i += 8) best = Vector256.Max(best, Vector256.Abs(Vector256.Load(x + i)));
        var largest = 0f;
        for (var lane = 0; lane < 8; lane++) largest = MathF.Max(largest, best[lane]);
        var inverse = Vector256.Create(largest > 0 && float.IsFinite(largest) ? 127 / largest : 0);
        var shifts = Vector256.Create((byte)shift);
        for (var i = 0; i < depth; i += 32)
        {
            var low = Vector256.Narrow(Whole(x + i, inverse), Whole(x + i + 8, inverse));
            var high = Vector256.Narrow(Whole(x + i + 16, inverse), Whole(x + i + 24, inverse));
            (Vector256.Narrow(low, high).AsByte() + shifts).Store(target + i);
        }
        return largest / 127;
    }

    /// <summary>Nearest whole numbers; of NaN none, but then the factor is NaN.</summary>
    private static Vector256<int> Whole(float* x, Vector256<float> inverse) => Avx.ConvertToVector256Int32(Vector256.Load(x) * inverse);
}

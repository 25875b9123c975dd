using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>The feed-forward part's nonlinearity, row by row. Rows have room for whole vectors; what lies beyond the width is not used.</summary>
internal static unsafe class RowActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>y = silu(gate)·up; gate and up lie one after the other (Shazeer 2020, eq. 6).</summary>
    public static void SwiGlu(float* gateUp, int width, float* y)
    {
        for (var i = 0; i < width; i += S.Width)
        {
            var gate = S.Load(gateUp + i);
            S.Store(S.Multiply(S.Multiply(gate, SimdMath.Sigmoid<S, V>(gate)), S.Load(gateUp + width + i)), y + i);
        }
    }

    /// <summary>y = x/2·(1 + tanh(√(2/π)·(x + 0.044715x³))) (Hendrycks and Gimpel 2016, section 2), written with the logistic function.</summary>
    public static void Gelu(float* x, int width, float* y)
    {
        var (cubic, slope) = (S.Broadcast(0.044715f), S.Broadcast(2 * 0.7978845608f));
        for (var i = 0; i < width; i += S.Width)
        {
            var v = S.Load(x + i);
            var inner = S.Multiply(slope, S.MultiplyAdd(S.Multiply(S.Multiply(v, v), v), cubic, v));
            S.Store(S.Multiply(v, SimdMath.Sigmoid<S, V>(inner)), y + i);
        }
    }
}

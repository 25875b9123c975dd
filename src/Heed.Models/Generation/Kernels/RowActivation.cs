using Heed.Models.Architecture;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>The feed-forward part's nonlinearity, row by row. Rows have room for whole vectors; what lies beyond the width is not used.</summary>
internal static unsafe class RowActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>y = act(gate)·up, which lie one after the other (Shazeer 2020, eq. 6), or act(x).</summary>
    public static void Apply(FeedForwardStep step, float* x, float* y)
    {
        switch (step.Activation)
        {
            case Activation.Silu: Apply<Silu<S, V>>(step, x, y); break;
            case Activation.Gelu: Apply<Gelu<S, V>>(step, x, y); break;
            default: Apply<GeluTanh<S, V>>(step, x, y); break;
        }
    }

    private static void Apply<A>(FeedForwardStep step, float* x, float* y) where A : IActivation<S, V>
    {
        var width = step.Inner;
        if (step.Gated)
            for (var i = 0; i < width; i += S.Width) S.Store(S.Multiply(A.Value(S.Load(x + i)), S.Load(x + width + i)), y + i);
        else
            for (var i = 0; i < width; i += S.Width) S.Store(A.Value(S.Load(x + i)), y + i);
    }
}

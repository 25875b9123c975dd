using System.Runtime.CompilerServices;

namespace Heed.Models.Numerics;

/// <summary>A nonlinearity of single numbers, a vector at a time.</summary>
internal interface IActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    static abstract V Value(V x);

    /// <summary>The value and the derivative.</summary>
    static abstract (V Value, V Slope) Both(V x);
}

/// <summary>x·σ(x)</summary>
internal readonly struct Silu<S, V> : IActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value(V x) => S.Multiply(x, SimdMath.Sigmoid<S, V>(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Value, V Slope) Both(V x)
    {
        var sigmoid = SimdMath.Sigmoid<S, V>(x);
        var value = S.Multiply(x, sigmoid);
        return (value, S.MultiplyAdd(value, S.Subtract(S.Broadcast(1f), sigmoid), sigmoid));         // σ + silu·(1 − σ)
    }
}

/// <summary>x/2·(1 + tanh(√(2/π)·(x + 0.044715x³))), by the logistic function: ½(1 + tanh a) = σ(2a).</summary>
internal readonly struct GeluTanh<S, V> : IActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    private const float Scale = 2 * 0.7978845608f, Cubic = 0.044715f;                                // 2·√(2/π)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value(V x) => S.Multiply(x, SimdMath.Sigmoid<S, V>(Argument(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Value, V Slope) Both(V x)
    {
        var sigmoid = SimdMath.Sigmoid<S, V>(Argument(x));
        var value = S.Multiply(x, sigmoid);
        var slope = S.MultiplyAdd(S.Multiply(x, x), S.Broadcast(3 * Scale * Cubic), S.Broadcast(Scale));
        return (value, S.MultiplyAdd(S.Multiply(value, S.Subtract(S.Broadcast(1f), sigmoid)), slope, sigmoid));
    }

    private static V Argument(V x) => S.Multiply(S.Broadcast(Scale), S.MultiplyAdd(S.Multiply(S.Multiply(x, x), x), S.Broadcast(Cubic), x));
}

/// <summary>x·Φ(x) = x/2 + |x|/2·erf(|x|/√2)</summary>
internal readonly struct Gelu<S, V> : IActivation<S, V> where S : struct, ISimd<V> where V : struct
{
    private const float InverseRootOfTwo = 0.7071067812f, Density = 0.3989422804f;                   // 1/√(2π)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value(V x)
    {
        var size = S.Max(x, S.Subtract(S.Zero, x));
        return S.Multiply(S.Broadcast(0.5f), S.MultiplyAdd(size, SimdMath.Erf<S, V>(S.Multiply(size, S.Broadcast(InverseRootOfTwo))), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Value, V Slope) Both(V x)
    {
        V size = S.Max(x, S.Subtract(S.Zero, x)), half = S.Broadcast(0.5f);
        var erf = SimdMath.Erf<S, V>(S.Multiply(size, S.Broadcast(InverseRootOfTwo)));
        var sign = S.Divide(x, S.Max(size, S.Broadcast(1e-30f)));
        var density = S.Multiply(S.Broadcast(Density), SimdMath.Exp<S, V>(S.Multiply(S.Multiply(x, x), S.Broadcast(-0.5f))));
        return (S.Multiply(half, S.MultiplyAdd(size, erf, x)), S.MultiplyAdd(x, density, S.MultiplyAdd(S.Multiply(half, sign), erf, half))); // Φ + x·φ
    }
}

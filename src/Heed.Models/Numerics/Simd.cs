using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics;

/// <summary>A vector width. Kernels are written once, generic over it, and the machine picks.</summary>
internal unsafe interface ISimd<V> where V : struct
{
    static abstract int Width { get; }

    /// <summary>Rows of the register tile of a matrix product: 12 with thirty-two registers, 6 with sixteen.</summary>
    static abstract int TileRows { get; }

    static abstract V Zero { get; }
    static abstract V Load(float* p);
    static abstract void Store(V v, float* p);
    static abstract V Broadcast(float x);
    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Divide(V a, V b);

    /// <summary>The larger; b where either is not a number.</summary>
    static abstract V Max(V a, V b);
    static abstract V Sqrt(V a);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);
    static abstract float Sum(V a);
    static abstract float Highest(V a);
    static abstract V Round(V a);

    /// <summary>2ⁿ for integral n in −126 … 127.</summary>
    static abstract V PowerOfTwo(V n);

    /// <summary>Two vectors as bfloat16, to the nearest, ties to even.</summary>
    static abstract void Round(V low, V high, ushort* p);

    /// <summary>Two vectors from bfloat16.</summary>
    static abstract (V Low, V High) Widen(ushort* p);

    /// <summary>Two vectors from lanes that hold two bfloat16 each: all the lower ones, all the upper ones.</summary>
    static abstract (V Lower, V Upper) WidenPairs(void* p);

    /// <summary>A vector from signed bytes.</summary>
    static abstract V WidenBytes(sbyte* p);

    /// <summary>Four vectors from lanes that hold four signed bytes each: all the first ones, and so on.</summary>
    static abstract (V A, V B, V C, V D) WidenQuads(void* p);
}

/// <summary>8 floats: AVX2 with FMA.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Width => 8;
    public static int TileRows => 6;
    public static Vector256<float> Zero => default;
    public static Vector256<float> Load(float* p) => Vector256.Load(p);
    public static void Store(Vector256<float> v, float* p) => v.Store(p);
    public static Vector256<float> Broadcast(float x) => Vector256.Create(x);
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);
    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
    public static float Sum(Vector256<float> a) => Vector256.Sum(a);
    public static Vector256<float> Round(Vector256<float> a) => Vector256.Round(a);
    public static Vector256<float> PowerOfTwo(Vector256<float> n) =>
        Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();

    public static void Round(Vector256<float> low, Vector256<float> high, ushort* p) =>
        Vector256.Narrow(Vector256.ShiftRightLogical(Nearest(low.AsUInt32()), 16), Vector256.ShiftRightLogical(Nearest(high.AsUInt32()), 16)).Store(p);

    public static (Vector256<float> Low, Vector256<float> High) Widen(ushort* p)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(p));
        return (Vector256.ShiftLeft(low, 16).AsSingle(), Vector256.ShiftLeft(high, 16).AsSingle());
    }

    public static (Vector256<float> Lower, Vector256<float> Upper) WidenPairs(void* p)
    {
        var pairs = Vector256.Load((uint*)p);
        return (Vector256.ShiftLeft(pairs, 16).AsSingle(), (pairs & Vector256.Create(0xFFFF0000u)).AsSingle());
    }

    public static Vector256<float> WidenBytes(sbyte* p) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(p));

    public static (Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D) WidenQuads(void* p)
    {
        var quads = Vector256.Load((int*)p);
        return (Byte(quads, 24), Byte(quads, 16), Byte(quads, 8), Byte(quads, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Byte(Vector256<int> quads, int shift) =>
        Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(quads, shift), 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Nearest(Vector256<uint> bits) =>
        bits + Vector256.Create(0x7FFFu) + (Vector256.ShiftRightLogical(bits, 16) & Vector256.Create(1u));

    public static float Highest(Vector256<float> a)
    {
        var half = Vector128.MaxNative(a.GetLower(), a.GetUpper());
        half = Vector128.MaxNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(half[0], half[1]);
    }
}

/// <summary>16 floats: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Width => 16;
    public static int TileRows => 12;
    public static Vector512<float> Zero => default;
    public static Vector512<float> Load(float* p) => Vector512.Load(p);
    public static void Store(Vector512<float> v, float* p) => v.Store(p);
    public static Vector512<float> Broadcast(float x) => Vector512.Create(x);
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);
    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);
    public static float Sum(Vector512<float> a) => Simd256.Sum(a.GetLower() + a.GetUpper());
    public static float Highest(Vector512<float> a) => Simd256.Highest(Vector256.MaxNative(a.GetLower(), a.GetUpper()));
    public static Vector512<float> Round(Vector512<float> a) => Vector512.Round(a);
    public static Vector512<float> PowerOfTwo(Vector512<float> n) =>
        Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n) + Vector512.Create(127), 23).AsSingle();

    public static void Round(Vector512<float> low, Vector512<float> high, ushort* p) =>
        Vector512.Narrow(Vector512.ShiftRightLogical(Nearest(low.AsUInt32()), 16), Vector512.ShiftRightLogical(Nearest(high.AsUInt32()), 16)).Store(p);

    public static (Vector512<float> Low, Vector512<float> High) Widen(ushort* p)
    {
        var (low, high) = Vector512.Widen(Vector512.Load(p));
        return (Vector512.ShiftLeft(low, 16).AsSingle(), Vector512.ShiftLeft(high, 16).AsSingle());
    }

    public static (Vector512<float> Lower, Vector512<float> Upper) WidenPairs(void* p)
    {
        var pairs = Vector512.Load((uint*)p);
        return (Vector512.ShiftLeft(pairs, 16).AsSingle(), (pairs & Vector512.Create(0xFFFF0000u)).AsSingle());
    }

    public static Vector512<float> WidenBytes(sbyte* p) => Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(p)));

    public static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) WidenQuads(void* p)
    {
        var quads = Vector512.Load((int*)p);
        return (Byte(quads, 24), Byte(quads, 16), Byte(quads, 8), Byte(quads, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Byte(Vector512<int> quads, int shift) =>
        Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(quads, shift), 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Nearest(Vector512<uint> bits) =>
        bits + Vector512.Create(0x7FFFu) + (Vector512.ShiftRightLogical(bits, 16) & Vector512.Create(1u));
}

/// <summary>Functions of a whole vector, from the operations that every width has.</summary>
internal static class SimdMath
{
    /// <summary>eˣ within 2 ulp for x in −87 … 88, clamped outside (Cephes' polynomial over ±ln 2/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        x = S.Max(S.Broadcast(-87f), x);
        x = S.Subtract(S.Zero, S.Max(S.Broadcast(-88f), S.Subtract(S.Zero, x)));
        var n = S.Round(S.Multiply(x, S.Broadcast(1.44269504f)));
        var r = S.MultiplyAdd(n, S.Broadcast(-0.693359375f), x);
        r = S.MultiplyAdd(n, S.Broadcast(2.12194440e-4f), r);
        var p = S.MultiplyAdd(S.Broadcast(1.9875691500e-4f), r, S.Broadcast(1.3981999507e-3f));
        p = S.MultiplyAdd(p, r, S.Broadcast(8.3334519073e-3f));
        p = S.MultiplyAdd(p, r, S.Broadcast(4.1665795894e-2f));
        p = S.MultiplyAdd(p, r, S.Broadcast(1.6666665459e-1f));
        p = S.MultiplyAdd(p, r, S.Broadcast(5.0000001201e-1f));
        p = S.Add(S.MultiplyAdd(p, S.Multiply(r, r), r), S.Broadcast(1f));
        return S.Multiply(p, S.PowerOfTwo(n));
    }

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<S, V>(V x) where S : struct, ISimd<V> where V : struct =>
        S.Divide(S.Broadcast(1f), S.Add(S.Broadcast(1f), Exp<S, V>(S.Subtract(S.Zero, x))));

    /// <summary>(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), within 1e-7</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<S, V>(V x) where S : struct, ISimd<V> where V : struct =>
        S.MultiplyAdd(Sigmoid<S, V>(S.Add(x, x)), S.Broadcast(2f), S.Broadcast(-1f));

    /// <summary>erf x for x ≥ 0, within 2e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        var t = S.Divide(S.Broadcast(1f), S.MultiplyAdd(x, S.Broadcast(0.3275911f), S.Broadcast(1f)));
        var p = S.MultiplyAdd(t, S.Broadcast(1.061405429f), S.Broadcast(-1.453152027f));
        p = S.MultiplyAdd(p, t, S.Broadcast(1.421413741f));
        p = S.MultiplyAdd(p, t, S.Broadcast(-0.284496736f));
        p = S.MultiplyAdd(p, t, S.Broadcast(0.254829592f));
        var tail = S.Multiply(S.Multiply(p, t), Exp<S, V>(S.Subtract(S.Zero, S.Multiply(x, x))));
        return S.Subtract(S.Broadcast(1f), tail);
    }
}

using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>Between float32 and bfloat16 (the upper half of a float32), on the team.</summary>
internal static unsafe class BFloat16Kernel
{
    private const int Grain = 1 << 14;

    /// <summary>To the nearest, ties to even.</summary>
    public static void Round(float* source, ushort* target, long count)
    {
        if (SimdChoice.Wide) Round<Simd512, Vector512<float>>(source, target, count);
        else Round<Simd256, Vector256<float>>(source, target, count);
    }

    /// <summary>Exact; adds to the target where <paramref name="add"/>.</summary>
    public static void Widen(ushort* source, float* target, long count, bool add)
    {
        if (SimdChoice.Wide) Widen<Simd512, Vector512<float>>(source, target, count, add);
        else Widen<Simd256, Vector256<float>>(source, target, count, add);
    }

    internal static void Round<S, V>(float* source, ushort* target, long count) where S : struct, ISimd<V> where V : struct =>
        ThreadTeam.Share(count, Grain, (_, low, high) =>
        {
            var i = low;
            for (; i + 2 * S.Width <= high; i += 2 * S.Width) S.Round(S.Load(source + i), S.Load(source + i + S.Width), target + i);
            for (; i < high; i++)
            {
                var bits = BitConverter.SingleToUInt32Bits(source[i]);
                target[i] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
            }
        });

    internal static void Widen<S, V>(ushort* source, float* target, long count, bool add) where S : struct, ISimd<V> where V : struct =>
        ThreadTeam.Share(count, Grain, (_, low, high) =>
        {
            var i = low;
            for (; i + 2 * S.Width <= high; i += 2 * S.Width)
            {
                var (first, second) = S.Widen(source + i);
                S.Store(add ? S.Add(S.Load(target + i), first) : first, target + i);
                S.Store(add ? S.Add(S.Load(target + i + S.Width), second) : second, target + i + S.Width);
            }
            for (; i < high; i++) target[i] = (add ? target[i] : 0) + BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        });
}

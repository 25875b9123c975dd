using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>How a block (rows, columns) of the cache holds its numbers. Rows are taken four at a time.</summary>
internal unsafe interface ICacheElement<V> where V : struct
{
    /// <summary>Rows 4·quad to 4·quad + 3 from a column on.</summary>
    static abstract (V A, V B, V C, V D) Quad(byte* block, int columns, int quad, int column);

    /// <summary>Asks for the memory that <see cref="Quad"/> will read.</summary>
    static abstract void Fetch(byte* block, int columns, int quad, int column);

    /// <summary>Writes one number, which is whole where the cache holds whole ones.</summary>
    static abstract void Set(byte* block, int columns, int row, int column, float value);
}

/// <summary>Row by row.</summary>
internal readonly unsafe struct Float32Element<S, V> : ICacheElement<V> where S : struct, ISimd<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V A, V B, V C, V D) Quad(byte* block, int columns, int quad, int column)
    {
        var p = (float*)block + 4 * quad * columns + column;
        return (S.Load(p), S.Load(p + columns), S.Load(p + 2 * columns), S.Load(p + 3 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* block, int columns, int quad, int column)
    {
        var p = (float*)block + 4 * quad * columns + column;
        Sse.Prefetch0(p);
        Sse.Prefetch0(p + columns);
        Sse.Prefetch0(p + 2 * columns);
        Sse.Prefetch0(p + 3 * columns);
    }

    public static void Set(byte* block, int columns, int row, int column, float value) => ((float*)block)[row * columns + column] = value;
}

/// <summary>Two rows in one: the even one in the lower halves of 32-bit lanes, the odd one in the upper.</summary>
internal readonly unsafe struct BFloat16Element<S, V> : ICacheElement<V> where S : struct, ISimd<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V A, V B, V C, V D) Quad(byte* block, int columns, int quad, int column)
    {
        var p = (uint*)block + 2 * quad * columns + column;
        var (a, b) = S.WidenPairs(p);
        var (c, d) = S.WidenPairs(p + columns);
        return (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* block, int columns, int quad, int column)
    {
        var p = (uint*)block + 2 * quad * columns + column;
        Sse.Prefetch0(p);
        Sse.Prefetch0(p + columns);
    }

    public static void Set(byte* block, int columns, int row, int column, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)block)[2 * (row / 2 * columns + column) + row % 2] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}

/// <summary>Four rows in one, in the bytes of 32-bit lanes.</summary>
internal readonly unsafe struct Int8Element<S, V> : ICacheElement<V> where S : struct, ISimd<V> where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V A, V B, V C, V D) Quad(byte* block, int columns, int quad, int column) => S.WidenQuads((uint*)block + quad * columns + column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* block, int columns, int quad, int column) => Sse.Prefetch0((uint*)block + quad * columns + column);

    public static void Set(byte* block, int columns, int row, int column, float value) =>
        ((sbyte*)block)[4 * (row / 4 * columns + column) + row % 4] = (sbyte)value;
}

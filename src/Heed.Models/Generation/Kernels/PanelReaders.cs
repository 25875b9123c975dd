using System.Runtime.CompilerServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Takes one input's weights to a strip of outputs out of a panel as floats.</summary>
internal unsafe interface IPanelReader<V> where V : struct
{
    /// <summary>Bytes of an input's weights to one strip of outputs.</summary>
    static abstract int Strip { get; }

    static abstract (V Left, V Right) Read(byte* p);
}

/// <summary>Of <see cref="Float32Panels"/>.</summary>
internal readonly unsafe struct Float32Reader<S, V> : IPanelReader<V> where S : struct, ISimd<V> where V : struct
{
    public static int Strip => 2 * S.Width * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Left, V Right) Read(byte* p) => (S.Load((float*)p), S.Load((float*)p + S.Width));
}

/// <summary>Of <see cref="BFloat16Panels"/>.</summary>
internal readonly unsafe struct BFloat16Reader<S, V> : IPanelReader<V> where S : struct, ISimd<V> where V : struct
{
    public static int Strip => S.Width * sizeof(uint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Left, V Right) Read(byte* p) => S.WidenPairs(p);
}

/// <summary>Of <see cref="Int8Panels"/>.</summary>
internal readonly unsafe struct Int8Reader<S, V> : IPanelReader<V> where S : struct, ISimd<V> where V : struct
{
    public static int Strip => 2 * S.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Left, V Right) Read(byte* p) => (S.WidenBytes((sbyte*)p), S.WidenBytes((sbyte*)p + S.Width));
}

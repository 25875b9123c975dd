using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Generation.Kernels;

/// <summary>Adds to each 32-bit lane the products of its four bytes.</summary>
internal interface IQuadDot
{
    /// <summary>What activations are shifted by before they are stored, so that they are what the instruction takes.</summary>
    static abstract int Shift { get; }

    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> weights);
}

/// <summary>One instruction, which takes unsigned activations.</summary>
internal readonly struct VnniDot : IQuadDot
{
    public static int Shift => 128;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> weights) => AvxVnni.MultiplyWideningAndAdd(sum, x, weights);
}

/// <summary>
/// With AVX2 alone: |w|·(x with w's sign), of which two products together fit in 16 bits since neither factor exceeds 127, summed to 32.
/// </summary>
internal readonly struct Avx2Dot : IQuadDot
{
    public static int Shift => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> weights)
    {
        var pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(weights), Avx2.Sign(x.AsSByte(), weights));
        return sum + Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
    }
}

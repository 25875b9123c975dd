using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) by libtorch's bfloat16 product, which beats ours where the processor has an instruction for it that .NET has not
/// and many rows pay for the call. Results are rounded to bfloat16 on their way.
/// </summary>
internal static unsafe class LibraryMultiply<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows from which the library is faster.</summary>
    public const int FewestRows = 32;

    /// <summary>x·Wᵀ (rows, outputs) for some rows of x, on libtorch's threads.</summary>
    public static ushort* Product(Activations x, int row, int rows, PackedMatrix w, PackingBuffer room)
    {
        var result = (ushort*)room.Reserve(((long)rows * w.Outputs + 1) / 2);
        LibtorchProduct.Multiply(
            new BFloat16View(x.Halves(row), rows, w.Depth, x.Stride, 1),
            new BFloat16View(w.Plain, w.Depth, w.Outputs, 1, w.Depth),
            new BFloat16View(result, rows, w.Outputs, w.Outputs, 1));
        return result;
    }

    /// <summary>One row of the product (outputs) as floats.</summary>
    public static void Widen(ushort* product, PackedMatrix w, float* y, bool add)
    {
        var bias = w.Bias(0);
        var i = 0;
        for (; i + 2 * S.Width <= w.Outputs; i += 2 * S.Width)
        {
            var (low, high) = S.Widen(product + i);
            if (bias != null) (low, high) = (S.Add(low, S.Load(bias + i)), S.Add(high, S.Load(bias + i + S.Width)));
            if (add) (low, high) = (S.Add(low, S.Load(y + i)), S.Add(high, S.Load(y + i + S.Width)));
            S.Store(low, y + i);
            S.Store(high, y + i + S.Width);
        }
        for (; i < w.Outputs; i++)
            y[i] = BitConverter.UInt32BitsToSingle((uint)product[i] << 16) + (bias == null ? 0 : bias[i]) + (add ? y[i] : 0);
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics;

/// <summary>Brings int8 columns that lie along memory into a panel, each number times its column's factor: what <see cref="Panels"/> makes of the widened matrix.</summary>
internal static unsafe class Int8Panel
{
    public static void Turn(sbyte* numbers, float* factors, long stride, int depth, int columns, float* panel, int width)
    {
        var n = 0;
        for (; n + 4 <= columns; n += 4)
        {
            var column = numbers + n * stride;
            Vector128<float> a = Vector128.Create(factors[n]), b = Vector128.Create(factors[n + 1]), c = Vector128.Create(factors[n + 2]), d = Vector128.Create(factors[n + 3]);
            var k = 0;
            for (; k + 4 <= depth; k += 4)
                Panels.StoreTurned(Four(column + k) * a, Four(column + stride + k) * b, Four(column + 2 * stride + k) * c, Four(column + 3 * stride + k) * d, panel + k * width + n, width);
            for (; k < depth; k++)
                for (var i = 0; i < 4; i++) panel[k * width + n + i] = column[i * stride + k] * factors[n + i];
        }
        for (; n < columns; n++)
            for (var k = 0; k < depth; k++) panel[k * width + n] = numbers[n * stride + k] * factors[n];
    }

    private static Vector128<float> Four(sbyte* numbers) => Sse2.ConvertToVector128Single(Sse41.ConvertToVector128Int32(numbers));
}

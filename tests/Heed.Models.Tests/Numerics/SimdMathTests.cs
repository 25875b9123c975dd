using System.Runtime.Intrinsics;
using Heed.Models.Numerics;
using Xunit;

namespace Heed.Models.Tests.Numerics;

public sealed unsafe class SimdMathTests
{
    [Fact]
    public void The_exponential_is_within_two_units_in_the_last_place_in_every_width()
    {
        var buffer = stackalloc float[16];
        for (var x = -86.9f; x < 87.9f; x += 0.00137f)
        {
            Simd256.Store(SimdMath.Exp<Simd256, Vector256<float>>(Simd256.Broadcast(x)), buffer);
            var narrow = buffer[3];
            Simd512.Store(SimdMath.Exp<Simd512, Vector512<float>>(Simd512.Broadcast(x)), buffer);
            Assert.Equal(narrow, buffer[9]);
            var exact = Math.Exp(x);
            Assert.True(Math.Abs(narrow - exact) <= 2.4e-7 * exact, $"e^{x:R}: expected {exact:R}, got {narrow:R}");
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(-1000, 0)]
    [InlineData(0, 1)]
    public void The_exponential_of_the_far_left_is_nothing(float x, float expected)
    {
        var buffer = stackalloc float[8];
        Simd256.Store(SimdMath.Exp<Simd256, Vector256<float>>(Simd256.Broadcast(x)), buffer);
        Assert.Equal(expected, buffer[0], 1e-37f);
    }

    [Fact]
    public void Sums_and_highest_see_every_lane()
    {
        var buffer = stackalloc float[16];
        for (var lane = 0; lane < 16; lane++)
        {
            new Span<float>(buffer, 16).Fill(-1);
            buffer[lane] = 5;
            Assert.Equal(5, Simd512.Highest(Simd512.Load(buffer)));
            Assert.Equal(-10, Simd512.Sum(Simd512.Load(buffer)));
            if (lane >= 8) continue;
            Assert.Equal(5, Simd256.Highest(Simd256.Load(buffer)));
            Assert.Equal(-2, Simd256.Sum(Simd256.Load(buffer)));
        }
    }
}

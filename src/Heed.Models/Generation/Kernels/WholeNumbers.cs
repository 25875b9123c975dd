using System.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Floats as whole numbers from −127 to 127 with one factor: x ≈ scale·n, scale = max|x| / 127.</summary>
internal static unsafe class WholeNumbers
{
    /// <summary>Writes n as floats and returns the factor. NaN and infinity make the factor NaN or infinite, so that they are met again in every product.</summary>
    public static float Round(float* x, int count, float* n)
    {
        var largest = Largest(x, count);
        var inverse = largest > 0 && float.IsFinite(largest) ? 127 / largest : 0;
        var i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count) Vector.Round(Vector.Load(x + i) * inverse).Store(n + i);
        for (; i < count; i++) n[i] = MathF.Round(x[i] * inverse);
        return largest / 127;
    }

    /// <summary>max|x|; NaN where one is NaN.</summary>
    private static float Largest(float* x, int count)
    {
        var best = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count) best = Vector.Max(best, Vector.Abs(Vector.Load(x + i)));
        var largest = 0f;
        for (var lane = 0; lane < Vector<float>.Count; lane++) largest = MathF.Max(largest, best[lane]);
        for (; i < count; i++) largest = MathF.Max(largest, MathF.Abs(x[i]));
        return largest;
    }
}

using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Rotary positions of single heads, in halves: dimension i turns with i + D/2 (Su et al. 2021, eq. 34, as Llama has it).</summary>
internal static unsafe class RowRotation<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Turns one head's vector (2·half) in place and multiplies it.</summary>
    public static void Turn(float* head, float* cosines, float* sines, int half, float factor)
    {
        var (scale, upper) = (S.Broadcast(factor), (nint)half);
        var i = 0;
        for (; i + S.Width <= half; i += S.Width)
        {
            V cosine = S.Multiply(S.Load(cosines + i), scale), sine = S.Multiply(S.Load(sines + i), scale);
            V a = S.Load(head + i), b = S.Load(head + upper + i);
            S.Store(S.Subtract(S.Multiply(a, cosine), S.Multiply(b, sine)), head + i);
            S.Store(S.MultiplyAdd(a, sine, S.Multiply(b, cosine)), head + upper + i);
        }
        for (; i < half; i++)
        {
            float a = head[i], b = head[upper + i], cosine = cosines[i] * factor, sine = sines[i] * factor;
            (head[i], head[upper + i]) = (a * cosine - b * sine, a * sine + b * cosine);
        }
    }
}

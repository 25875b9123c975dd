using System.Runtime.InteropServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Cosines and sines of every position (Su et al. 2021, eq. 34), in halves: dimension i turns with i + D/2, as Llama has it.</summary>
internal sealed unsafe class RotaryTable : IDisposable
{
    private readonly int _half;
    private float* _angles;

    /// <param name="frequencies">Radians a position, (D/2).</param>
    public RotaryTable(int positions, float[] frequencies)
    {
        _half = frequencies.Length;
        _angles = (float*)NativeMemory.AlignedAlloc((nuint)(positions * 2 * _half * sizeof(float) + 64), 64);
        for (var i = 0; i < _half; i++)
            for (var p = 0; p < positions; p++)
                (Cosines(p)[i], Sines(p)[i]) = ((float)Math.Cos((double)(p * frequencies[i])), (float)Math.Sin((double)(p * frequencies[i])));
    }

    /// <summary>Turns one head's vector (D) in place and multiplies it.</summary>
    public void Turn<S, V>(float* head, int position, float factor) where S : struct, ISimd<V> where V : struct
    {
        float* cosines = Cosines(position), sines = Sines(position), upper = head + _half;
        var (scale, i) = (S.Broadcast(factor), 0);
        for (; i + S.Width <= _half; i += S.Width)
        {
            V cosine = S.Multiply(S.Load(cosines + i), scale), sine = S.Multiply(S.Load(sines + i), scale);
            V a = S.Load(head + i), b = S.Load(upper + i);
            S.Store(S.Subtract(S.Multiply(a, cosine), S.Multiply(b, sine)), head + i);
            S.Store(S.MultiplyAdd(a, sine, S.Multiply(b, cosine)), upper + i);
        }
        for (; i < _half; i++)
        {
            float a = head[i], b = upper[i], cosine = cosines[i] * factor, sine = sines[i] * factor;
            (head[i], upper[i]) = (a * cosine - b * sine, a * sine + b * cosine);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_angles);
        _angles = null;
    }

    private float* Cosines(int position) => _angles + (nint)position * 2 * _half;

    private float* Sines(int position) => Cosines(position) + _half;
}

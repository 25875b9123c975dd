using System.Runtime.InteropServices;

namespace Heed.Models.Training;

/// <summary>cos and sin of position · frequency, times a magnitude (Su et al. 2021), for the first positions and every pair that turns.</summary>
internal sealed unsafe class RotationTable : IDisposable
{
    public RotationTable(int positions, float[] frequencies, float magnitude)
    {
        var half = frequencies.Length;
        Positions = positions;
        Cosines = (float*)NativeMemory.AlignedAlloc((nuint)((long)positions * half * sizeof(float)), 64);
        Sines = (float*)NativeMemory.AlignedAlloc((nuint)((long)positions * half * sizeof(float)), 64);
        for (var p = 0; p < positions; p++) Fill(p, frequencies, magnitude, Cosines + (long)p * half, Sines + (long)p * half);
    }

    /// <summary>Rows.</summary>
    public int Positions { get; }

    /// <summary>(positions, turned/2)</summary>
    public float* Cosines { get; private set; }

    /// <summary>(positions, turned/2)</summary>
    public float* Sines { get; private set; }

    /// <summary>The row of one position.</summary>
    public static void Fill(int position, float[] frequencies, float magnitude, float* cosines, float* sines)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            var (sine, cosine) = MathF.SinCos(position * frequencies[i]);
            (sines[i], cosines[i]) = (sine * magnitude, cosine * magnitude);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~RotationTable() => Free();

    private void Free()
    {
        NativeMemory.AlignedFree(Cosines);
        NativeMemory.AlignedFree(Sines);
        Cosines = Sines = null;
    }
}

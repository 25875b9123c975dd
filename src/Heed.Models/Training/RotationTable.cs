using System.Runtime.InteropServices;
using Heed.Models.Architecture;

namespace Heed.Models.Training;

/// <summary>cos and sin of position · base^(−2i/D) (Su et al. 2021), for every position of a model and every pair of a head.</summary>
internal sealed unsafe class RotationTable : IDisposable
{
    private RotationTable(int positions, float[] frequencies)
    {
        var half = frequencies.Length;
        Cosines = (float*)NativeMemory.AlignedAlloc((nuint)((long)positions * half * sizeof(float)), 64);
        Sines = (float*)NativeMemory.AlignedAlloc((nuint)((long)positions * half * sizeof(float)), 64);
        for (var p = 0; p < positions; p++)
            for (var i = 0; i < half; i++)
                (Sines[(long)p * half + i], Cosines[(long)p * half + i]) = MathF.SinCos(p * frequencies[i]);
    }

    /// <summary>(positions, D/2)</summary>
    public float* Cosines { get; private set; }

    /// <summary>(positions, D/2)</summary>
    public float* Sines { get; private set; }

    /// <summary>The table of a plan, or null where positions are learned.</summary>
    public static RotationTable? Of(DecoderPlan plan)
    {
        var attention = plan.Steps.OfType<ResidualStep>().Select(s => s.Branch).OfType<AttentionStep>().FirstOrDefault();
        return attention?.RopeBase is not null ? new RotationTable(plan.Config.MaxPositions, attention.Frequencies()) : null;
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

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics;

/// <summary>How wide Heed's own kernels are. One choice a process, made before models are: the widest unless a recipe forces another.</summary>
public static class SimdChoice
{
    /// <summary>Whether the processor can run kernels 16 floats wide.</summary>
    public static bool HasAvx512 { get; } = Avx512F.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated;

    /// <summary>Whether kernels run 16 floats wide, else 8.</summary>
    public static bool Wide { get; private set; } = HasAvx512;

    /// <summary>Takes a choice.</summary>
    /// <returns>The choice with <see cref="KernelChoice.Auto"/> resolved.</returns>
    /// <exception cref="UnsupportedPlatformException">The processor lacks the instructions.</exception>
    public static KernelChoice Take(KernelChoice choice)
    {
        if (choice == KernelChoice.Avx512 && !HasAvx512)
            throw new UnsupportedPlatformException("kernels: avx512 was asked for, and this processor has AVX2 only (heed doctor lists what it has). Set kernels: avx2 or auto.");
        Wide = choice == KernelChoice.Auto ? HasAvx512 : choice == KernelChoice.Avx512;
        return Wide ? KernelChoice.Avx512 : KernelChoice.Avx2;
    }
}

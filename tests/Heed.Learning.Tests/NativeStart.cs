using System.Runtime.CompilerServices;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;
using Xunit.Sdk;
using Xunit.v3;

// Live tensors are counted for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Heed.Learning.Tests;

internal static class NativeStart
{
    [ModuleInitializer]
    internal static void Load()
    {
        NativeRuntime.Load();
        ThreadTeam.Threads = 1;                                            // toys are too small to share out
    }
}

using System.Runtime.CompilerServices;
using Heed.Models.Numerics.Native;

namespace Heed.StepTimes.Tests;

internal static class NativeStart
{
    [ModuleInitializer]
    internal static void Load() => NativeRuntime.Load();
}

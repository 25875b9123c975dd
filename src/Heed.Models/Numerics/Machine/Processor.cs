using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics.Machine;

/// <summary>What the processor says of itself.</summary>
internal static class Processor
{
    /// <summary>The model's name from /proc/cpuinfo.</summary>
    public static string Name => Line("model name") ?? "unknown processor";

    /// <summary>The sets that .NET uses, and those of libtorch's bfloat16 and int8 kernels.</summary>
    public static IReadOnlyList<string> InstructionSets()
    {
        var flags = (Line("flags") ?? "").Split(' ').ToHashSet();
        (string Name, bool Here)[] sets =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported),
            ("AVX-512 VNNI", flags.Contains("avx512_vnni")), ("AVX-512 BF16", flags.Contains("avx512_bf16")), ("AMX BF16", flags.Contains("amx_bf16")),
        ];
        return [.. sets.Where(s => s.Here).Select(s => s.Name)];
    }

    /// <summary>Whether it has an instruction that multiplies bfloat16.</summary>
    public static bool MultipliesBFloat16 { get; } = InstructionSets().Any(s => s is "AVX-512 BF16" or "AMX BF16");

    private static string? Line(string key) => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim() : null;
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Heed.Runs.Provenance;

/// <summary>The machine that a run was made on.</summary>
internal sealed record MachineDescription
{
    public string Host { get; init; } = Environment.MachineName;
    public string OperatingSystem { get; init; } = RuntimeInformation.OSDescription;
    public string Processor { get; init; } = ProcessorName();
    public int Cores { get; init; } = Environment.ProcessorCount;
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    public IReadOnlyList<string> InstructionSets { get; init; } = Sets();

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string[] Sets() =>
        [.. new (string Name, bool Present)[] { ("avx", Avx.IsSupported), ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("avx512bw", Avx512BW.IsSupported) }
            .Where(set => set.Present).Select(set => set.Name)];
}

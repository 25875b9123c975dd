using System.CommandLine;
using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;
using Heed.Models.Numerics.Native;
using Heed.Models.Training;

namespace Heed.Cli.Commands;

/// <summary>heed doctor: what this machine can do, and what Heed therefore picks.</summary>
internal static class DoctorCommand
{
    private static readonly (string Name, DecoderConfig Config)[] Shapes =
    [
        ("0.8M, 128 wide", new() { VocabularySize = 1024, Width = 128, Heads = 4 }),
        ("5M, 256 wide", new() { VocabularySize = 4096, Width = 256, Heads = 4 }),
        ("30M, 512 wide", new() { VocabularySize = 8192, Width = 512, Heads = 8, FeedForwardWidth = 1408 }),
    ];

    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var again = new Option<bool>("--measure") { Description = "Measure anew, and keep that instead of what was measured before." };
        var command = new Command("doctor", "Print what this machine can do and what Heed therefore picks.") { json, again };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            NativeRuntime.Load();
            var probe = new MachineProbe(terminal.Clock);
            var figures = parsed.GetValue(again) ? probe.Anew() : probe.Figures();
            return figures.Choice == NumericType.Float32 ? figures : figures with { Shapes = [.. Shapes.Select(s => new NumericTrial(terminal.Clock).Of(s.Name, s.Config))] };
        }, Lines));
        return command;
    }

    private static IEnumerable<string> Lines(MachineFigures m) =>
    [
        $"processor        {m.Processor}",
        $"threads          {m.Threads}",
        $"instruction sets {string.Join(' ', m.InstructionSets)}",
        $"memory           {m.MemoryBytes / 1e9:F1} GB, read at {m.ReadRate:F1} GB/s",
        $"float32          {m.Float32:F0} GFLOP/s by Heed's kernels ({m.VectorWidth} floats wide), {m.Float32OfLibtorch:F0} by libtorch",
        $"bfloat16         {m.BFloat16OfLibtorch:F1} GFLOP/s by libtorch",
        $"kernels          {(m.VectorWidth == 16 ? KernelChoice.Avx512 : KernelChoice.Avx2)}".ToLowerInvariant(),
        $"numeric type     {m.Reason}",
        .. m.Shapes.Select((t, i) => $"{(i == 0 ? "  measured" : ""),-16} {t.Shape}: one layer trains {t.Float32:N0} tokens/s in float32, {t.BFloat16:N0} in bfloat16; auto takes {t.Choice}"),
        .. m.NativeLibraries.Select((l, i) => $"{(i == 0 ? "native libraries" : ""),-16} {l}"),
    ];
}

using System.CommandLine;
using Heed.Models.Numerics.Machine;

namespace Heed.Cli.Commands;

/// <summary>heed doctor: what this machine can do, and what Heed therefore picks.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var again = new Option<bool>("--measure") { Description = "Measure anew instead of reading what was measured before." };
        var command = new Command("doctor", "Print what this machine can do and what Heed therefore picks.") { json, again };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var probe = new MachineProbe(terminal.Clock);
            return parsed.GetValue(again) ? probe.Measure() : probe.Figures();
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
        $"numeric type     {m.Choice}: {m.Reason}",
        .. m.NativeLibraries.Select((l, i) => $"{(i == 0 ? "native libraries" : ""),-16} {l}"),
    ];
}

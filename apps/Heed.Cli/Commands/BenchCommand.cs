using System.CommandLine;
using Heed.Runs;
using Heed.Runs.Provenance;
using Heed.StepTimes;
using Heed.StepTimes.Results;
using Heed.StepTimes.Training;

namespace Heed.Cli.Commands;

/// <summary>heed bench: what training, generation and alignment reach on this machine, beside their goals.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal)
    {
        var quick = new Option<bool>("--quick") { Description = "Five minutes at most: fewer repeats, smaller work." };
        var only = new Option<string?>("--only") { Description = "Only the rows whose name contains this." };
        var list = new Option<bool>("--list") { Description = "Name the rows and measure nothing." };
        var json = new Option<bool>("--json") { Description = "End with one JSON array on standard output." };
        var growth = new Option<string?>("--growth") { Description = "Instead of the table: tokens a second of models of 1M to 110M parameters at contexts of 128 to 4,096, and a plot of them (growth.svg) in this folder." };
        var part = new Option<string?>(Part.Option) { Description = "Do one part in this process and print its peak memory in bytes.", Hidden = true };
        var command = new Command("bench", "Measure training, generation and alignment on this machine, beside the goals and the last results.") { quick, only, list, growth, json, part };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel => parsed.GetValue(list)
            ? new Outcome([.. Measurements.All.Select(m => m.Name)], [])
            : parsed.GetValue(growth) is { } folder ? Grow(terminal, folder, cancel)
            : parsed.GetValue(part) is { } name ? new Outcome([$"{Part.Run(name, terminal.Clock, terminal.Error)}"], [])
            : Measure(terminal, parsed.GetValue(quick), parsed.GetValue(only), cancel), o => o.Lines, o => o.Rows));
        return command;
    }

    private static Outcome Measure(Terminal terminal, bool quick, string? only, CancellationToken cancel)
    {
        var machine = BenchMachine.Here(terminal.Clock);
        var rows = new Bench(machine, terminal.Clock, terminal.Error).Run(Measurements.All, quick, only, cancel);
        var folder = ResultFolder.Find();
        var lines = ResultTable.Lines(rows, folder.Last(machine.Name, quick)).ToList();
        var file = folder.Keep(new BenchResult(terminal.Clock.GetUtcNow(), GitCheckout.Commit(AppContext.BaseDirectory), machine.Name, quick, rows));
        terminal.Error.WriteLine($"kept in {file}");
        return new Outcome([machine.Name, .. lines], rows);
    }

    private static Outcome Grow(Terminal terminal, string folder, CancellationToken cancel)
    {
        var machine = BenchMachine.Here(terminal.Clock);
        var points = new CostGrowth(new Session(machine, terminal.Clock, terminal.Error, quick: false)).Measure(cancel);
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "growth.svg"), GrowthPlot.Draw(points, machine.Name));
        return new Outcome(
        [
            machine.Name,
            $"{"model",-6} {"parameters",12} {"context",8} {"tokens/s",10} {"share of the product's rate",28}",
            .. points.Select(p => $"{p.Model,-6} {p.Parameters,12:N0} {p.Context,8:N0} {p.TokensASecond,10:N0} {p.Share,28:P0}"),
        ], []);
    }

    private sealed record Outcome(IReadOnlyList<string> Lines, IReadOnlyList<BenchRow> Rows);
}

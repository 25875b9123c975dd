using Heed.StepTimes.Results;

namespace Heed.StepTimes;

/// <summary>Measures the rows one after the other and keeps what came out.</summary>
public sealed class Bench(BenchMachine machine, TimeProvider clock, TextWriter log)
{
    /// <summary>Measures those rows whose name contains <paramref name="only"/>; a row that cannot run here is named in the log and left out.</summary>
    public IReadOnlyList<BenchRow> Run(IReadOnlyList<Measurement> rows, bool quick, string? only, CancellationToken cancellation)
    {
        var session = new Session(machine, clock, log, quick);
        var measured = new List<BenchRow>();
        foreach (var row in rows.Where(r => only is null || r.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.Missing(session) is { } reason)
            {
                log.WriteLine($"{row.Name}: left out: {reason}");
                continue;
            }
            log.WriteLine($"{row.Name} …");
            var start = clock.GetTimestamp();
            measured.Add(new BenchRow(row.Name, row.Measure(session), row.Goal(machine), row.Unit, row.Better, machine.Name));
            log.WriteLine($"  {measured[^1].Value:G3} {row.Unit} in {clock.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        return measured;
    }
}

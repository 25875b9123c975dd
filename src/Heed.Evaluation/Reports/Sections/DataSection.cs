using Heed.Evaluation.Plots;
using Heed.Runs;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>Records left out, and why.</summary>
public sealed record LedgerRow(string Reason, long Records);

/// <summary>The text that was read and what became of it.</summary>
public sealed record DataSection
{
    /// <summary>Records read from all files.</summary>
    public required long Read { get; init; }

    /// <summary>Records for training.</summary>
    public required long Training { get; init; }

    /// <summary>Records held out.</summary>
    public required long HeldOut { get; init; }

    /// <summary>Records dropped, by reason.</summary>
    public IReadOnlyList<LedgerRow> Dropped { get; init; } = [];

    /// <summary>Anything else worth saying: bytes, tokens, vocabulary.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The section of a ledger.json, as data preparation writes it.</summary>
    /// <exception cref="RunException">The file is not a ledger.</exception>
    public static DataSection FromLedger(string path)
    {
        var ledger = LedgerFile.Read(path);
        return new DataSection
        {
            Read = ledger.RecordsRead,
            Training = ledger.Train.Records,
            HeldOut = ledger.HeldOut.Records,
            Dropped = [.. ledger.Dropped.Select(d => new LedgerRow(d.Key, d.Value))],
            Facts = [new Fact("Training text", NumberText.Bytes(ledger.Train.Bytes)), new Fact("Held-out text", NumberText.Bytes(ledger.HeldOut.Bytes)),
                .. Named("changed", ledger.Changed), .. Named("noticed", ledger.Noticed)],
        };
    }

    private static IEnumerable<Fact> Named(string kind, Dictionary<string, LedgerFile.Tally>? tallies) =>
        (tallies ?? []).Select(t => new Fact($"{kind}: {t.Key}", $"{NumberText.Count(t.Value.Records)} records"));
}

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
}

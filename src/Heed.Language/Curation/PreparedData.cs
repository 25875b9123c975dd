namespace Heed.Language.Curation;

/// <summary>A folder of prepared data and what went into it.</summary>
public sealed record PreparedData(string Folder, Ledger Ledger)
{
    /// <summary>One record a line: {id, text, source}, or a pair or demonstration as <c>Heed.Language.Datasets</c> writes it.</summary>
    public string TrainFile => Path.Combine(Folder, "train.jsonl");

    public string HeldOutFile => Path.Combine(Folder, "heldout.jsonl");

    public string LedgerFile => Path.Combine(Folder, "ledger.json");

    /// <summary>Bad records; absent where there are none.</summary>
    public string QuarantineFile => Path.Combine(Folder, "quarantine.jsonl");

    /// <summary>The canaries planted; absent where there are none.</summary>
    public string CanaryFile => Path.Combine(Folder, "canaries.json");
}

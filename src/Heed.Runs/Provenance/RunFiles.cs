namespace Heed.Runs.Provenance;

/// <summary>Names of the files in a run folder.</summary>
internal static class RunFiles
{
    public const string Beginning = "run.json", Recipe = "recipe.yaml", Journal = "journal.jsonl", Events = "events.tfevents",
        Summary = "summary.json", Checkpoints = "checkpoints", Machine = "machine.json", Versions = "versions.json", Starts = "starts.jsonl";

    /// <summary>Everything a run writes besides its lock.</summary>
    public static readonly IReadOnlyList<string> All = [Beginning, Recipe, Journal, Events, Summary, Checkpoints, Machine, Versions, Starts];
}

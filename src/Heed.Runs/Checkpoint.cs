namespace Heed.Runs;

/// <summary>A saved state of a run.</summary>
/// <param name="Score">What was measured at that step, if anything.</param>
/// <param name="Bytes">Size on disk.</param>
public sealed record Checkpoint(string Folder, long Step, double? Score, long Bytes);

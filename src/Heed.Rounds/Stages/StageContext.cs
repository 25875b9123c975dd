namespace Heed.Rounds.Stages;

/// <summary>What every stage is run with.</summary>
/// <param name="Log">Lines for a person; progress has its own place.</param>
public sealed record StageContext(TextWriter Log, TimeProvider Clock, bool Interactive, CancellationToken Cancellation);

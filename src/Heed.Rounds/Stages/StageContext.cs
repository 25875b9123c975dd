using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>What every stage is run with.</summary>
/// <param name="Log">Lines for a person.</param>
/// <param name="Progress">Where work under way shows itself.</param>
/// <param name="Cancellation">Asks for a stop at the next step border.</param>
public sealed record StageContext(TextWriter Log, Progress Progress, TimeProvider Clock, CancellationToken Cancellation)
{
    /// <summary>Go on with what the output folder holds.</summary>
    public bool Resume { get; init; }
}

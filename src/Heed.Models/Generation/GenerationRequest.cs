using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>One answer to one prompt.</summary>
/// <param name="Prompt">Token ids, at least one.</param>
/// <param name="Random">Drives this answer alone, so it does not depend on what else is generated at the same time.</param>
public sealed record GenerationRequest(int[] Prompt, SamplingOptions Options, SeededRandom Random)
{
    /// <summary>Ends this answer at the next step; the tokens so far are kept and the other requests go on.</summary>
    public CancellationToken Cancellation { get; init; }
}

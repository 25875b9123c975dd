using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>The model's logits are not numbers: its weights are broken or training diverged.</summary>
public sealed class NonFiniteLogitsException(int request)
    : HeedException($"Request {request}: the logits hold NaN or infinity, so the model's weights do. Load an earlier checkpoint.")
{
    /// <summary>Which request of the call met them first.</summary>
    public int Request { get; } = request;

    public override ExitCode ExitCode => ExitCode.Diverged;
}

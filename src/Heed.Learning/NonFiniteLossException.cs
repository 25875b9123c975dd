using Heed.Runs;

namespace Heed.Learning;

/// <summary>Training left the finite numbers. The weights are those before the step.</summary>
public sealed class NonFiniteLossException(long step, string quantity, double value, string? batch = null, Exception? inner = null) : HeedException(
    $"step {step}: the {quantity} is {value}, expected a finite number; {(batch is null ? "" : $"the step's batch is in {batch}; ")}" +
    "lower the learning rate or the clip norm, or look into the batch, and go on from the last checkpoint with --resume", inner)
{
    /// <summary>The step that failed.</summary>
    public long Step { get; } = step;

    /// <summary>What was not finite.</summary>
    public string Quantity { get; } = quantity;

    /// <summary>Its value.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Diverged;
}

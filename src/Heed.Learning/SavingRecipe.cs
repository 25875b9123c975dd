using Heed.Runs;

namespace Heed.Learning;

/// <summary>When a training run saves what it needs to go on exactly where it stood.</summary>
[MayChangeOnResume]
public sealed record SavingRecipe : IRecipe
{
    /// <summary>Steps between checkpoints; 0 saves at the end only.</summary>
    public long Every { get; init; } = 100;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Rule.NotNegative(Every);
}

namespace Heed.Learning.Optimization;

/// <summary>One rule for the matrices inside the stack, another for embeddings, head, norms and biases.</summary>
public sealed record HiddenAndOthers : UpdateRule
{
    /// <summary>The rule of matrices inside the stack.</summary>
    public required UpdateRule Hidden { get; init; }

    /// <summary>Their learning rate over that of the others.</summary>
    public double HiddenRate { get; init; } = 1;

    /// <summary>The rule of everything else.</summary>
    public required UpdateRule Others { get; init; }

    /// <inheritdoc/>
    public override int Moments => Math.Max(Hidden.Moments, Others.Moments);

    /// <inheritdoc/>
    public override void Update<T>(in ParameterSlice<T> slice)
    {
        if (slice.Hidden) Hidden.Update(slice with { Rate = slice.Rate * HiddenRate });
        else Others.Update(slice);
    }
}

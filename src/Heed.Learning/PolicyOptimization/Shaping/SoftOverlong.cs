namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>
/// A punishment that grows as an answer nears its limit: 0 up to max − buffer, then linear to −1 at max, −1 beyond
/// (DAPO, arXiv 2503.14476, eq. 13).
/// </summary>
public sealed record SoftOverlong
{
    /// <summary>The longest answer, in tokens.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>Tokens before the limit over which the punishment grows.</summary>
    public int Buffer { get; init; } = 16;

    /// <summary>The punishment, in [−1, 0].</summary>
    public double Compute(int length) => Math.Clamp((double)(MaxLength - Buffer - length) / Buffer, -1, 0);
}

namespace Heed.Feedback.Agreement;

/// <summary>What differences between values mean.</summary>
public enum Scale
{
    /// <summary>Equal or not.</summary>
    Nominal,
    /// <summary>Order only.</summary>
    Ordinal,
    /// <summary>Differences.</summary>
    Interval,
    /// <summary>Differences relative to the sum.</summary>
    Ratio,
}

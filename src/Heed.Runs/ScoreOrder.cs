namespace Heed.Runs;

/// <summary>Which of two scores is the better one.</summary>
public enum ScoreOrder
{
    /// <summary>As for a loss.</summary>
    LowerIsBetter,
    /// <summary>As for a reward.</summary>
    HigherIsBetter,
}

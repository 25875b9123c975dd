namespace Heed.Feedback.Ranking;

/// <summary>How a comparison of two items ended.</summary>
public enum Outcome
{
    /// <summary>The first item is better.</summary>
    First,
    /// <summary>The second item is better.</summary>
    Second,
    /// <summary>Neither.</summary>
    Tie,
}

/// <summary>Two items, by index, and which was better.</summary>
public readonly record struct Contest(int First, int Second, Outcome Outcome)
{
    /// <summary>A comparison without a tie.</summary>
    public static Contest Won(int winner, int loser) => new(winner, loser, Outcome.First);
}

namespace Heed.Feedback.Events;

/// <summary>What a rater answered, by what was on the screen.</summary>
public enum Choice
{
    /// <summary>The left answer is better.</summary>
    Left,
    /// <summary>The right answer is better.</summary>
    Right,
    /// <summary>Neither is better.</summary>
    Tie,
    /// <summary>The rater cannot or does not want to judge.</summary>
    Skip,
}

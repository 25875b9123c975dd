namespace Heed.Feedback.Events;

/// <summary>What an answer means for the pair, whatever the sides were.</summary>
public enum Preferred
{
    /// <summary>The first answer of the pair.</summary>
    First,
    /// <summary>The second answer of the pair.</summary>
    Second,
    /// <summary>Neither.</summary>
    Neither,
}

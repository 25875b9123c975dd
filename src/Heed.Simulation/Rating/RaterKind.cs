namespace Heed.Simulation.Rating;

/// <summary>What moves a rater.</summary>
public enum RaterKind
{
    /// <summary>The gold reward, with noise.</summary>
    Good,
    /// <summary>Nothing: a coin.</summary>
    Spammer,
    /// <summary>The side: nearly always the left one.</summary>
    Left,
    /// <summary>The length: the longer one.</summary>
    Length,
    /// <summary>The gold reward turned round.</summary>
    Adversary,
}

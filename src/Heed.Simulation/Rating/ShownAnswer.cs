namespace Heed.Simulation.Rating;

/// <summary>An answer as a rater sees it.</summary>
/// <param name="Ended">Whether the writer stopped of itself.</param>
public sealed record ShownAnswer(string Text, bool Ended);

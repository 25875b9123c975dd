namespace Heed.Simulation.Rating;

/// <summary>A simulated person who compares answers.</summary>
/// <param name="Name">Says nothing of the kind.</param>
/// <param name="Kind">What moves the rater: the truth, for the final check of who was flagged.</param>
/// <param name="Sharpness">
/// Of good raters and adversaries: prefers the first of two answers with probability σ(sharpness · Δgold), Bradley and Terry 1952. 0 for the others.
/// </param>
public sealed record Rater(string Name, RaterKind Kind, double Sharpness)
{
    /// <summary>Whether the rater should be flagged.</summary>
    public bool Faulty => Kind != RaterKind.Good;
}

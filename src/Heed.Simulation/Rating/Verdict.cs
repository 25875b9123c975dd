namespace Heed.Simulation.Rating;

/// <summary>All that a rater gives away: which side is better and how long it took. No reward is in it.</summary>
public readonly record struct Verdict(bool PrefersLeft, TimeSpan Took);

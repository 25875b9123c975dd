using Heed.Runs;

namespace Heed.Feedback.Assignment;

/// <summary>
/// Draws the side on which a rater sees the first answer of a pair: a fair coin of its own for every item and rater, the same again for the
/// same seed, whatever was drawn before. The page shows what this says; what was shown is recorded.
/// </summary>
public sealed class SideRandomizer(ulong seed)
{
    public bool FirstOnLeft(string itemId, string rater) => new SeededRandom(seed, $"sides/{itemId}/{rater}").Chance(0.5);
}

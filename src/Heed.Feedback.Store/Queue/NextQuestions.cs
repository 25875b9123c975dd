using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>What "what is next for this rater?" wants to know.</summary>
/// <param name="Live">What the rater holds.</param>
/// <param name="Likely">What the rater would get if no lot falls, as far as the project's settings were known; null where they were not.</param>
internal sealed record NextQuestions(Question<Standing> Standing, Question<HeldAssignment> Live, LikelyDraw? Likely)
{
    public IReadOnlyList<Question> All => Likely is null ? [Standing, Live] : [Standing, Live, Likely.Openings];
}

/// <summary>The first items in an order.</summary>
internal sealed record LikelyDraw(string Order, Question<Opening> Openings);

using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Reports;

/// <summary>What a report on raters is made of.</summary>
/// <param name="Comparisons">The items.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record QualityInputs(IReadOnlyList<Comparison> Comparisons, IReadOnlyList<FeedbackEvent> Events)
{
    /// <summary>By item: the known answer of gold questions.</summary>
    public IReadOnlyDictionary<string, Answer> Known { get; init; } = new Dictionary<string, Answer>();

    /// <summary>By rater, by attribute: the group the rater belongs to, as far as the rater agreed to say.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>By attribute, by group: share of the population that the answers should stand for; empty without one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Population { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>Items of rankings, for the standings of who wrote the answers.</summary>
    public IReadOnlyList<RankingItem> Rankings { get; init; } = [];

    /// <summary>What <see cref="FeedbackAnalysis"/> made of these votes already; where it is about other votes, it is done again. Null where it was not done.</summary>
    public FeedbackResult? Analysed { get; init; }
}

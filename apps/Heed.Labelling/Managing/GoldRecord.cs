using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Reliability;

namespace Heed.Labelling.Managing;

/// <summary>How a rater does on items whose answer is known, judged by Wald's sequential test of 0.85 right against 0.65.</summary>
/// <param name="Right">Answers that agree with the known one.</param>
/// <param name="Asked">Items with known answer that the rater answered.</param>
/// <param name="State">The first is accepted: good; the second: poor; else undecided yet.</param>
public sealed record GoldRecord(int Right, int Asked, SequentialDecision State)
{
    private static readonly SequentialTest Test = new(0.85, 0.65);

    public static GoldRecord Of(IEnumerable<Answered> own, IReadOnlyDictionary<string, KnownAnswer> known)
    {
        var outcomes = own.Where(a => a is { Sampling.Policy: SamplingPolicy.Gold, ItemId: not null } && known.ContainsKey(a.ItemId))
            .OrderBy(a => a.Time).Select(a => a.Answer.AgreesWith(known[a.ItemId!].Expected)).ToArray();
        return new GoldRecord(outcomes.Count(right => right), outcomes.Length, Test.Decide(outcomes).Decision);
    }
}

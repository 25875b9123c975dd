using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Assignment;

/// <summary>Puts assigned comparisons before their raters and records what was shown and answered.</summary>
/// <param name="log">Where the events go.</param>
/// <param name="sides">Draws the sides.</param>
/// <param name="clock">Stamps the events.</param>
/// <param name="place">Recorded as where it happened.</param>
public sealed class ComparisonSession(IEventLog log, SideRandomizer sides, TimeProvider clock, string place)
{
    private const int BatchSize = 2000;

    /// <summary>
    /// Asks for every assignment in turn, except of a rater who has left. Items are added to the log first; a person's answer is recorded before the
    /// next question. Returns the number of answers recorded.
    /// </summary>
    public async Task<int> RunAsync(IReadOnlyList<Comparison> items, IReadOnlyList<IRater> raters, IReadOnlyList<Assigned> assigned, CancellationToken cancellation = default)
    {
        await log.AddItemsAsync(items, cancellation);
        var itemById = items.ToDictionary(i => i.Id);
        var raterByName = raters.ToDictionary(r => r.Name);
        var left = new HashSet<string>();
        var recorded = 0;
        foreach (var batch in assigned.Chunk(raters.Any(r => r.Actor == ActorKind.Human) ? 1 : BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var events = batch.Where(a => !left.Contains(a.Rater)).Select(a => Ask(itemById[a.ItemId], raterByName[a.Rater], left)).OfType<FeedbackEvent>().ToArray();
            if (events.Length > 0) await log.AppendAsync(events, cancellation);
            recorded += events.Length;
        }
        return recorded;
    }

    private FeedbackEvent? Ask(Comparison item, IRater rater, HashSet<string> left)
    {
        var page = new ComparisonPage(item, sides.FirstOnLeft(item.Id, rater.Name));
        if (rater.Judge(page) is not { } judgement)
        {
            left.Add(rater.Name);
            return null;
        }
        var (id, now) = (Identity.Of("answered", item.Id, rater.Name), clock.GetUtcNow());
        var shown = new Shown(page.FirstOnLeft ? [0, 1] : [1, 0]);
        return Meaning(judgement.Choice) is not { } verdict
            ? new Skipped(id, now, item.Id, rater.Name, place, "skipped") { Shown = shown }
            : new Answered(id, now, item.Id, rater.Name, place, new ComparisonAnswer(verdict).InItemOrder(shown.Order))
            {
                Shown = shown,
                Timing = judgement.Elapsed is { } elapsed ? new Timing(elapsed) : null,
                Sampling = new Sampling(SamplingPolicy.Plan),
                Actor = rater.Actor,
            };
    }

    private static Verdict? Meaning(Choice choice) => choice switch
    {
        Choice.Left => Verdict.First,
        Choice.Right => Verdict.Second,
        Choice.Tie => Verdict.Equal,
        _ => null,
    };
}

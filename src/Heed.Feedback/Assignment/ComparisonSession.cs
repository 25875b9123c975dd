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

    /// <summary>Asks for every assignment in turn. Items are added to the log first. Returns the number of answers recorded.</summary>
    public async Task<int> RunAsync(IReadOnlyList<Comparison> items, IReadOnlyList<IRater> raters, IReadOnlyList<Assigned> assigned, CancellationToken cancellation = default)
    {
        await log.AddItemsAsync(items, cancellation);
        var itemById = items.ToDictionary(i => i.Id);
        var raterByName = raters.ToDictionary(r => r.Name);
        foreach (var batch in assigned.Chunk(BatchSize / 2))
        {
            cancellation.ThrowIfCancellationRequested();
            var events = batch.SelectMany(a => Ask(itemById[a.ItemId], raterByName[a.Rater])).ToArray();
            await log.AppendAsync(events, cancellation);
        }
        return assigned.Count;
    }

    private FeedbackEvent[] Ask(Comparison item, IRater rater)
    {
        var page = new ComparisonPage(item, sides.FirstOnLeft(item.Id, rater.Name));
        var shown = new ComparisonShown(Identity.Of("shown", item.Id, rater.Name), clock.GetUtcNow(), item.Id, rater.Name, place, page.FirstOnLeft);
        var judgement = rater.Judge(page);
        return [shown, new ComparisonAnswered(Identity.Of("answered", shown.Id), clock.GetUtcNow(), item.Id, rater.Name, place, shown.Id, judgement.Choice, judgement.Elapsed)];
    }
}

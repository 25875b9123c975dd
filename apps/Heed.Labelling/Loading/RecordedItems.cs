using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store;

namespace Heed.Labelling.Loading;

/// <summary>The comparisons of a record that others have answered already, to be asked of people as well: what the votes leave most open tells most.</summary>
public static class RecordedItems
{
    public static async Task<IReadOnlyList<QueuedItem>> ReadAsync(FeedbackStore store, CancellationToken cancellation = default)
    {
        var pairs = new List<Comparison>();
        await foreach (var item in store.Log.ItemsAsync(cancellation))
            if (item is Comparison pair) pairs.Add(pair);
        var events = new List<FeedbackEvent>();
        await foreach (var recorded in store.Log.ReadAsync(cancellation: cancellation)) events.Add(recorded.Event);
        var gains = new AnsweredComparisons().Gains(pairs, ComparisonVote.Of(events));
        return [.. pairs.Select(pair => new QueuedItem(pair) { Score = gains[pair.Id] })];
    }
}

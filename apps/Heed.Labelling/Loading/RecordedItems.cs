using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
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
        var believed = new FeedbackAnalysis().Run(pairs, ComparisonVote.Of(events)).Pairs.ToDictionary(p => p.ItemId, p => p.PosteriorFirstBetter);
        return [.. pairs.Select(pair => new QueuedItem(pair) { Score = Doubt(believed.GetValueOrDefault(pair.Id, 0.5)) })];
    }

    /// <summary>1 where nobody knows which is better, 0 where nobody doubts it.</summary>
    private static double Doubt(double firstBetter) => 1 - Math.Abs(2 * firstBetter - 1);
}

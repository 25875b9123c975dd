using Heed.Feedback.Events;
using Heed.Feedback.Store;

namespace Heed.LabellingLoad;

/// <summary>The record after the load, held against what was promised.</summary>
/// <param name="Lost">Acknowledged answers that are not in the record.</param>
/// <param name="Twice">Answers of the same rater about the same item that are no revision of one another.</param>
/// <param name="Unacknowledged">Answers in the record whose sender never heard of them.</param>
/// <param name="WrongItems">Items whose answers that count are not exactly as many as wanted, by distinct raters.</param>
/// <param name="Surplus">Answers marked as surplus.</param>
internal sealed record Check(int Answers, int Lost, int Twice, int Unacknowledged, int WrongItems, int Surplus)
{
    public static async Task<Check> OfAsync(string database, string project, HashSet<string> acknowledged, int items, int overlap, CancellationToken cancellation)
    {
        using var store = await FeedbackStore.OpenAsync(database, TimeProvider.System, cancellation: cancellation);
        var answers = new List<Answered>();
        await foreach (var one in store.Log.ReadAsync(0, cancellation))
            if (one.Event is Answered answered && answered.Project == project) answers.Add(answered);
        var known = answers.Select(a => a.Id).ToHashSet();
        var counting = answers.Where(a => !a.Surplus && a.Supersedes is null).GroupBy(a => a.ItemId!).ToDictionary(g => g.Key, g => g.Select(a => a.Rater).ToArray());
        return new Check(
            answers.Count,
            acknowledged.Count(id => !known.Contains(id)),
            answers.Where(a => a.Supersedes is null).GroupBy(a => (a.ItemId, a.Rater)).Count(g => g.Count() > 1),
            known.Count(id => !acknowledged.Contains(id)),
            items - counting.Values.Count(raters => raters.Length == overlap && raters.Distinct().Count() == overlap),
            answers.Count(a => a.Surplus));
    }
}

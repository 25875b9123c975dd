using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;
using Heed.Testing;

namespace Heed.Feedback.Store.Tests;

/// <summary>Items and events to store.</summary>
internal static class Sample
{
    public static Comparison Pair(int number) =>
        Comparison.Of(new Prompt($"p{number}", Conversation.Ask($"Who is number {number}?")), new Candidate($"One — «{number}»\n\"two\"", "sft"), new Candidate("Æ 漢 😀", "base", Ended: false));

    public static FeedbackEvent Vote(Comparison pair, string rater, Verdict verdict) =>
        new Answered($"answered/{pair.Id}/{rater}", FixedClock.Start.AddSeconds(9), pair.Id, rater, "test", new ComparisonAnswer(verdict))
        {
            Shown = new Shown([0, 1]),
            Timing = new Timing(TimeSpan.FromSeconds(8.25)),
        };

    /// <summary>Events as they are written: equal writing is an equal event.</summary>
    public static IEnumerable<string> Written(this IEnumerable<FeedbackEvent> events) => events.Select(FeedbackJson.Write);

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows) list.Add(row);
        return list;
    }
}

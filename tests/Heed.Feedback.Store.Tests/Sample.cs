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

    public static FeedbackEvent[] Vote(Comparison pair, string rater, Choice choice)
    {
        var shown = new ComparisonShown($"shown/{pair.Id}/{rater}", FixedClock.Start, pair.Id, rater, "test", FirstOnLeft: true);
        return [shown, new ComparisonAnswered($"answered/{pair.Id}/{rater}", FixedClock.Start.AddSeconds(9), pair.Id, rater, "test", shown.Id, choice, TimeSpan.FromSeconds(8.25))];
    }

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows) list.Add(row);
        return list;
    }
}

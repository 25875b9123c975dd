using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Tests;

/// <summary>Small items and raters.</summary>
internal static class Sample
{
    public static Comparison Pair(int number, string first = "one", string second = "another two") =>
        Comparison.Of(new Prompt($"p{number}", Conversation.Ask($"Question {number}?")), new Candidate(first, "sft"), new Candidate(second, "sft"));

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows) list.Add(row);
        return list;
    }
}

/// <summary>A rater who does what it is told.</summary>
internal sealed class ScriptedRater(string name, Func<ComparisonPage, Choice?> judge, double seconds = 4) : IRater
{
    public string Name => name;

    public ActorKind Actor => ActorKind.Human;

    public Judgement? Judge(ComparisonPage page) => judge(page) is { } choice ? new(choice, TimeSpan.FromSeconds(seconds)) : null;
}

using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Loading;

/// <summary>A record whose comparisons others have answered.</summary>
public sealed class RecordedItemsTests
{
    [Fact]
    public async Task What_the_votes_leave_most_open_comes_first_and_a_person_s_answer_stands_beside_theirs()
    {
        await using var site = await Site.StartAsync();
        await site.Store.Log.AddItemsAsync([.. Enumerable.Range(1, 3).Select(Sample.Pair)]);
        // Pair 1: two of two for the first; pair 2: one each; pair 3: two of two for the second.
        var votes = new[] { (1, Verdict.First, Verdict.First), (2, Verdict.First, Verdict.Second), (3, Verdict.Second, Verdict.Second) };
        await site.Store.Log.AppendAsync([.. votes.SelectMany(v => new[] { Vote(v.Item1, "one", v.Item2), Vote(v.Item1, "two", v.Item3) })]);
        var project = new FeedbackProject("main", "Round") { SharedShare = 0, GoldShare = 0, RepeatShare = 0, Selection = Selection.Active, RandomShare = 0 };

        Assert.Equal(3, await site.Opening.AddRecordedAsync(project));
        Assert.Equal(0, await site.Opening.AddRecordedAsync(project)); // the same again where the site is started again

        using var person = await site.PersonAsync("main");
        var token = Visitor.Assignment(await person.PageAsync("/p/main"));
        await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment = token, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["1"] } });
        var answers = new List<Answered>();
        await foreach (var one in site.Store.Log.ReadAsync()) if (one.Event is Answered answer) answers.Add(answer);
        var mine = answers.Single(a => a.Actor == ActorKind.Human);
        Assert.Equal(Sample.Pair(2).Id, mine.ItemId);
        Assert.Equal(3, ComparisonVote.Of(answers).Count(v => v.ItemId == mine.ItemId));
    }

    private static Answered Vote(int pair, string rater, Verdict verdict) =>
        new($"{pair}/{rater}", FixedClock.Start, Sample.Pair(pair).Id, rater, "test", new ComparisonAnswer(verdict)) { Actor = ActorKind.Code, Shown = new Shown([0, 1]) };
}

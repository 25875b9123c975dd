using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Captures;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Keeping;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>What users of a served model say, on each server.</summary>
public abstract class CaptureTests(TestServer server) : StoreSuite(server)
{
    [Fact]
    public async Task A_thumb_is_recorded_once_a_key_with_where_it_came_from_and_what_was_agreed_to()
    {
        await ServeAsync("r1");
        var first = await TellAsync(new Capture("r1", "quality") { Good = true, Comment = "clear" }, "k1");
        var again = await TellAsync(new Capture("r1", "quality") { Good = false }, "k1");
        Assert.Equal(first, again);
        var answer = Assert.Single(await AnswersAsync());
        Assert.Equal((Answered.Use, "u-ann", true, "v3"), (answer.Place, answer.Rater, answer.TrainOk, answer.Consent));
        Assert.Equal(new ThumbAnswer(true) { Notes = answer.Answer.Notes }, answer.Answer);
        Assert.Equal("clear", answer.Answer.Notes!.Comment);
        Assert.True(answer.Captured);
        Assert.False(answer.Counts);
        Assert.Empty((await Store.VerifyAsync(Cancel)).Broken);
    }

    [Fact]
    public async Task A_second_word_takes_the_place_of_the_first_and_can_be_changed_and_taken_back()
    {
        await ServeAsync("r1");
        var up = await TellAsync(new Capture("r1", "quality") { Good = true }, "k1");
        var down = await TellAsync(new Capture("r1", "quality") { Good = false }, "k2");
        Assert.Equal(up.EventId, (await AnswersAsync())[^1].Supersedes);
        var changed = await Store.Captures.ReviseAsync("main", down.EventId, new Capture("r1", "quality") { Good = true }, new CaptureSource("k3"));
        Assert.Equal(changed.EventId, Assert.Single(StandingAnswers.Of(await EventsAsync())).Id);
        await Store.Captures.WithdrawAsync("main", changed.EventId, new CaptureSource("k4"));
        await Store.Captures.WithdrawAsync("main", changed.EventId, new CaptureSource("k5"));
        Assert.Empty(StandingAnswers.Of(await EventsAsync()));
        Assert.Single((await EventsAsync()).OfType<Withdrawn>());
    }

    [Fact]
    public async Task Every_kind_of_word_becomes_the_answer_of_its_kind()
    {
        await ServeAsync("r1");
        await ServeAsync("r2", "another text");
        await ServeAsync("r3", "a third text");
        await TellAsync(new Capture("r1", "reward") { Number = -0.5 }, "k1");
        await TellAsync(new Capture("r1", "helpfulness") { Number = 4 }, "k2");
        await TellAsync(new Capture("r1", "quality") { Correction = "what it should have been" }, "k3");
        await TellAsync(new Capture("r1", "place") { Place = (0, 4), Words = "false" }, "k4");
        await TellAsync(new Capture("r2", "quality") { Rejected = ["r1"] }, "k5");
        await TellAsync(new Capture("r1", "quality") { Rejected = ["r2", "r3"] }, "k6");
        await TellAsync(new Capture("r1", "regenerate") { Words = "r2" }, "k7");
        var answers = (await AnswersAsync()).Select(a => a.Answer).ToArray();
        Assert.Equal(-0.5, ((RewardAnswer)answers[0]).Reward);
        Assert.Equal([new AnswerScore(0, "helpfulness", 4)], ((RatingAnswer)answers[1]).Scores);
        Assert.Equal("what it should have been", ((CorrectionAnswer)answers[2]).Text);
        Assert.Equal([new Span(0, 4, "false")], ((SpanAnswer)answers[3]).Spans);
        var items = (await Store.Log.ItemsAsync(Cancel).ListAsync()).ToDictionary(i => i.Id);
        var pair = (Comparison)items[(await AnswersAsync())[4].ItemId!];
        Assert.Equal("another text", (((ComparisonAnswer)answers[4]).Verdict == Verdict.First ? pair.First : pair.Second).Text);
        var ranking = (RankingItem)items[(await AnswersAsync())[5].ItemId!];
        Assert.Equal(1, ((RankingAnswer)answers[5]).Ranks[ranking.Answers.ToList().FindIndex(a => a.Text == "the text of r1")]);
        Assert.Equal(("regenerate", "r2"), (await EventsAsync()).OfType<ActionSeen>().Select(a => (a.Action, a.Detail!)).Single());
    }

    [Fact]
    public async Task Nothing_is_learnt_from_whoever_did_not_agree()
    {
        await ServeAsync("r1", trainOk: false);
        await ServeAsync("r2");
        await TellAsync(new Capture("r1", "quality") { Good = true }, "k1");
        await Store.Captures.TellAsync("main", new Capture("r2", "quality") { Good = true }, new CaptureSource("k2") { TrainOk = false });
        await TellAsync(new Capture("r1", "quality") { Rejected = ["r2"] }, "k3");
        Assert.All(await AnswersAsync(), a => Assert.False(a.Trainable));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_leaves_nothing_behind()
    {
        await ServeAsync("r1");
        await Store.Captures.ServeAsync("main", new ServedResponse("other", Sample.Pair(5).Prompt, new Candidate("text", "m"), "u-bob"));
        Capture[] wrong =
        [
            new("r1", "quality"), new("r1", "reward") { Number = 2 }, new("r1", "help") { Number = 9 }, new("r1", "help") { Number = 1.5 }, new("r1", "place") { Place = (3, 900), Words = "false" },
            new("r1", "quality") { Rejected = ["other"] }, new("r1", "quality") { Rejected = ["r1"] }, new("r1", "quality") { Correction = " " },
        ];
        var before = (await EventsAsync()).Count;
        foreach (var capture in wrong) Assert.Equal(QueueProblem.Invalid, (await Assert.ThrowsAsync<QueueException>(() => TellAsync(capture, "k"))).Problem);
        Assert.Equal(QueueProblem.NotFound, (await Assert.ThrowsAsync<QueueException>(() => TellAsync(new Capture("none", "quality") { Good = true }, "k"))).Problem);
        Assert.Equal(QueueProblem.NotFound, (await Assert.ThrowsAsync<QueueException>(() => Store.Captures.TellAsync("main", new Capture("r1", "quality") { Good = true }, new CaptureSource("k", Own: "u-bob")))).Problem);
        Assert.Equal(QueueProblem.Conflict, (await Assert.ThrowsAsync<QueueException>(() => ServeAsync("r1", "something else"))).Problem);
        Assert.Equal(before, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task A_response_is_noted_once_and_its_user_can_be_forgotten()
    {
        Assert.Equal(await ServeAsync("r1"), await ServeAsync("r1"));
        await TellAsync(new Capture("r1", "quality") { Good = true }, "k1");
        await TellAsync(new Capture("r1", "copy") { Place = (0, 3) }, "k2");
        var erased = await Store.Erasing.EraseAsync("u-ann", ErasedAnswers.Delete, "asked by a user");
        Assert.Equal(3, erased.Events);
        Assert.DoesNotContain(await EventsAsync(), e => e.Rater == "u-ann");
        Assert.Empty((await Store.VerifyAsync(Cancel)).Broken);
    }

    private Task<CaptureReceipt> ServeAsync(string id, string? text = null, bool trainOk = true) => Store.Captures.ServeAsync("main",
        new ServedResponse(id, new Prompt("p", Conversation.Ask("a question")), new Candidate(text ?? $"the text of {id}", "model") { Origin = new Origin("revision", Seed: 7) }, "u-ann") { TrainOk = trainOk, Consent = "v3" });

    private Task<CaptureReceipt> TellAsync(Capture said, string key) => Store.Captures.TellAsync("main", said, new CaptureSource(key));
}

public sealed class SqliteCaptureTests() : CaptureTests(TestServer.Sqlite);

public sealed class PostgresCaptureTests() : CaptureTests(TestServer.Postgres);

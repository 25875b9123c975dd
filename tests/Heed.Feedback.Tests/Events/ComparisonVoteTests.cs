using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Events;

public sealed class ComparisonVoteTests
{
    [Theory]
    [InlineData(Verdict.First, true, Preferred.First, true)]
    [InlineData(Verdict.First, false, Preferred.First, false)]
    [InlineData(Verdict.Second, true, Preferred.Second, false)]
    [InlineData(Verdict.Second, false, Preferred.Second, true)]
    [InlineData(Verdict.BothBad, true, Preferred.Neither, null)]
    public void A_vote_says_which_answer_and_on_which_side_it_was(Verdict verdict, bool firstOnLeft, Preferred preferred, bool? saysLeft)
    {
        var vote = Assert.Single(ComparisonVote.Of([Answered("a", "ann", verdict, firstOnLeft)]));
        Assert.Equal(preferred, vote.Preferred);
        Assert.Equal(verdict, vote.Verdict);
        Assert.Equal(saysLeft, vote.SaysLeft);
    }

    [Fact]
    public void The_last_answer_of_a_rater_stands() // 5 → 4 → 5 in small
    {
        FeedbackEvent[] events = [Answered("1", "ann", Verdict.First), Answered("2", "ann", Verdict.Second), Answered("3", "ann", Verdict.First)];
        Assert.Equal("3", Assert.Single(ComparisonVote.Of(events)).EventId);
    }

    [Fact]
    public void A_skip_withdraws_what_was_said_before() => Assert.Empty(ComparisonVote.Of([Answered("1", "ann", Verdict.First), Skip("2", "ann")]));

    [Fact]
    public void What_is_taken_back_does_not_stand_and_what_replaced_it_does()
    {
        FeedbackEvent back = new Withdrawn("2", FixedClock.Start, "x", "ann", "test", "1");
        Assert.Empty(ComparisonVote.Of([Answered("1", "ann", Verdict.First), back]));
        Assert.Equal("3", Assert.Single(ComparisonVote.Of([Answered("1", "ann", Verdict.First), Answered("3", "ann", Verdict.Second), back])).EventId);
    }

    [Fact]
    public void An_item_asked_again_on_purpose_keeps_the_first_answer()
    {
        var again = Answered("2", "ann", Verdict.Second) with { Sampling = new Sampling(SamplingPolicy.Repeat) };
        Assert.Equal("1", Assert.Single(ComparisonVote.Of([Answered("1", "ann", Verdict.First), again])).EventId);
    }

    [Fact]
    public void Who_cannot_judge_has_no_vote() => Assert.Empty(ComparisonVote.Of([Answered("1", "ann", Verdict.CannotJudge)]));

    [Theory]
    [InlineData(SamplingPolicy.Gold)]
    [InlineData(SamplingPolicy.Practice)]
    public void Who_answers_what_was_known_before_has_no_vote(SamplingPolicy policy) => Assert.Empty(ComparisonVote.Of([Answered("1", "ann", Verdict.First) with { Sampling = new Sampling(policy) }]));

    [Fact]
    public void A_reviewer_who_settles_has_no_vote_and_keeps_the_one_given_as_a_rater()
    {
        FeedbackEvent[] events = [Answered("1", "ann", Verdict.First), Answered("2", "ann", Verdict.Second) with { Place = Heed.Feedback.Events.Answered.Adjudication }];
        Assert.Equal("1", Assert.Single(ComparisonVote.Of(events)).EventId);
        Assert.Equal(2, StandingAnswers.Of(events).Count);
    }

    [Fact]
    public void Votes_without_a_name_all_stand() => Assert.Equal(2, ComparisonVote.Of([Answered("1", null, Verdict.First), Answered("2", null, Verdict.First)]).Count);

    [Fact]
    public void An_event_keeps_its_kind_and_content_in_writing()
    {
        FeedbackEvent[] events = [Answered("1", "ann", Verdict.BothGood), Skip("2", "ann")];
        Assert.Equal(events.Select(FeedbackJson.Write), events.Select(e => FeedbackJson.Write(FeedbackJson.ReadEvent(FeedbackJson.Write(e)))));
        Assert.Equal(Sample.Pair(3), FeedbackJson.ReadItem(FeedbackJson.Write(Sample.Pair(3))));
    }

    [Fact]
    public void The_written_form_of_an_answer_is_fixed() => Assert.Equal(
        """{"kind":"answered","answer":{"kind":"comparison","verdict":"first","strength":3},"shown":{"order":[0,1],"identity_hidden":true,"suggestion":false,"score":false,"truncated":false,"guidelines":0},"timing":{"elapsed":"00:00:04","changes":0,"pasted":0},"actor":"human","train_ok":true,"surplus":false,"id":"1","time":"2030-01-02T03:04:05+00:00","item_id":"x","rater":"ann","place":"test","project":"main"}""",
        FeedbackJson.Write(Answered("1", "ann", Verdict.First) with { Answer = ComparisonAnswer.OfPoint(2) }));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"dream"}""")]
    [InlineData("nothing")]
    public void Unknown_writing_is_refused(string json) => Assert.Throws<EventLogException>(() => FeedbackJson.ReadEvent(json));

    private static Answered Answered(string id, string? rater, Verdict verdict, bool firstOnLeft = true) => new(id, FixedClock.Start, "x", rater, "test", new ComparisonAnswer(verdict))
    {
        Shown = new Shown(firstOnLeft ? [0, 1] : [1, 0]),
        Timing = new Timing(TimeSpan.FromSeconds(4)),
    };

    private static Skipped Skip(string id, string rater) => new(id, FixedClock.Start, "x", rater, "test", "unclear");
}

using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Events;

public sealed class ComparisonVoteTests
{
    [Theory]
    [InlineData(Choice.Left, true, Preferred.First)]
    [InlineData(Choice.Left, false, Preferred.Second)]
    [InlineData(Choice.Right, true, Preferred.Second)]
    [InlineData(Choice.Right, false, Preferred.First)]
    [InlineData(Choice.Tie, true, Preferred.Neither)]
    public void A_choice_means_what_its_side_showed(Choice choice, bool firstOnLeft, Preferred preferred)
    {
        var vote = Assert.Single(ComparisonVote.Of([Shown("s", "ann", firstOnLeft), Answered("a", "s", "ann", choice)]));
        Assert.Equal(preferred, vote.Preferred);
        Assert.Equal(choice switch { Choice.Left => true, Choice.Right => false, _ => null }, vote.SaysLeft);
    }

    [Fact]
    public void The_last_answer_of_a_rater_stands() // 5 → 4 → 5 in small
    {
        FeedbackEvent[] events = [Shown("s", "ann", true), Answered("1", "s", "ann", Choice.Left), Answered("2", "s", "ann", Choice.Right), Answered("3", "s", "ann", Choice.Left)];
        Assert.Equal("3", Assert.Single(ComparisonVote.Of(events)).EventId);
    }

    [Fact]
    public void A_skip_withdraws_what_was_said_before() =>
        Assert.Empty(ComparisonVote.Of([Shown("s", "ann", true), Answered("1", "s", "ann", Choice.Left), Answered("2", "s", "ann", Choice.Skip)]));

    [Fact]
    public void Votes_without_a_name_all_stand()
    {
        var pair = Sample.Pair(0);
        FeedbackEvent Given(string id) => new PreferenceImported(id, FixedClock.Start, pair.Id, null, "file", Preferred.First);
        Assert.Equal(2, ComparisonVote.Of([Given("1"), Given("2")]).Count);
    }

    [Fact]
    public void An_answer_to_nothing_shown_is_refused() =>
        Assert.Throws<EventLogException>(() => ComparisonVote.Of([Answered("1", "s", "ann", Choice.Left)]));

    [Fact]
    public void An_event_keeps_its_kind_and_content_in_writing()
    {
        FeedbackEvent[] events = [Shown("s", "ann", true), Answered("1", "s", "ann", Choice.Tie), new PreferenceImported("i", FixedClock.Start, "x", null, "file", Preferred.Second)];
        Assert.Equal(events, events.Select(e => FeedbackJson.ReadEvent(FeedbackJson.Write(e))));
        Assert.Equal(Sample.Pair(3), FeedbackJson.ReadItem(FeedbackJson.Write(Sample.Pair(3))));
    }

    [Fact]
    public void The_written_form_of_an_answer_is_fixed() => Assert.Equal(
        """{"kind":"comparison-answered","shown_id":"s","choice":"left","elapsed":"00:00:04","id":"1","time":"2030-01-02T03:04:05+00:00","item_id":"x","rater":"ann","place":"test"}""",
        FeedbackJson.Write(Answered("1", "s", "ann", Choice.Left)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"dream"}""")]
    [InlineData("nothing")]
    public void Unknown_writing_is_refused(string json) => Assert.Throws<EventLogException>(() => FeedbackJson.ReadEvent(json));

    private static ComparisonShown Shown(string id, string rater, bool firstOnLeft) => new(id, FixedClock.Start, "x", rater, "test", firstOnLeft);

    private static ComparisonAnswered Answered(string id, string shown, string rater, Choice choice) => new(id, FixedClock.Start, "x", rater, "test", shown, choice, TimeSpan.FromSeconds(4));
}

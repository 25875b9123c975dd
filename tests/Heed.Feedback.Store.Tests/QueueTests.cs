using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Reports;
using Heed.Feedback.Store.Queue;
using Heed.Feedback.Store.Tests.Servers;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>The queue as a rater sees it.</summary>
public abstract class QueueTests(TestServer server) : StoreSuite(server)
{
    [Fact]
    public async Task An_item_goes_to_as_many_different_raters_as_wanted_and_then_to_nobody()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 2, SharedShare = 0 }, 1, "ann", "bob", "eve");
        foreach (var rater in new[] { "ann", "bob" }) await AnswerAsync(rater);
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "ann")).State);
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "eve")).State);
        Assert.Equal(1, (await Store.Queue.HealthAsync("main", Cancel)).Complete);
    }

    [Fact]
    public async Task A_lease_keeps_an_item_from_others_until_it_runs_out_and_a_late_answer_is_surplus_where_nobody_needs_it()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 1, SharedShare = 0 }, 1, "ann", "bob");
        var ann = await NextAsync("ann");
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "bob")).State);
        Clock.Advance(TimeSpan.FromMinutes(9));
        await Store.Queue.ExtendAsync(ann.Token, "ann");
        Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "bob")).State);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ReceiptState.Recorded, (await AnswerAsync("bob")).State);
        Assert.Equal(ReceiptState.Surplus, (await Store.Queue.SubmitAsync("ann", new Submission(ann.Token, "late", new ComparisonAnswer(Verdict.First, 2)), "test")).State);
        Assert.Equal(1, (await Store.Queue.HealthAsync("main", Cancel)).Surplus);
    }

    [Fact]
    public async Task An_answer_sent_twice_under_one_key_is_recorded_once()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 3, "ann");
        var lease = await NextAsync("ann");
        var sent = new Submission(lease.Token, "key", new ComparisonAnswer(Verdict.First, 1));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.Queue.SubmitAsync("ann", sent, "test")));
        Assert.Single(receipts.Distinct());
        Assert.Single(await AnswersAsync());
    }

    [Fact]
    public async Task Of_revisions_that_come_together_the_last_in_the_record_stands()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        var lease = await NextAsync("ann");
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Store.Queue.SubmitAsync("ann", new Submission(lease.Token, $"{i}", ComparisonAnswer.OfPoint(i)), "test")));
        var answers = await AnswersAsync();
        Assert.Equal(answers.SkipLast(1).Select(a => a.Id), answers.Skip(1).Select(a => a.Supersedes));
        Assert.Equal(answers[^1].Id, Assert.Single(await Store.Queue.HistoryAsync("main", "ann", cancellation: Cancel)).EventId);
    }

    [Fact]
    public async Task Raters_who_ask_together_share_one_item_and_its_places_are_counted()
    {
        string[] raters = ["ann", "bob", "eve", "joe", "kim"];
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 4, SharedShare = 0 }, 1, raters);
        var turns = await Task.WhenAll(raters.Select(r => Store.Queue.NextAsync("main", r)));
        Assert.Equal(4, turns.Count(t => t.State == TurnState.Leased));
        var health = await Store.Queue.HealthAsync("main", Cancel);
        Assert.Equal((4, 0), (health.Leased, health.Open));
    }

    [Fact]
    public async Task A_revision_supersedes_and_nothing_is_overwritten() // 5 → 4 → 5 → 4 → 5
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        var lease = await NextAsync("ann");
        foreach (var (point, i) in new[] { 5, 4, 5, 4, 5 }.Select((p, i) => (p, i)))
            await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, $"{i}", ComparisonAnswer.OfPoint(point)), "test");
        var answers = await AnswersAsync();
        Assert.Equal(5, answers.Count);
        Assert.Equal(answers.SkipLast(1).Select(a => a.Id), answers.Skip(1).Select(a => a.Supersedes));
        var history = Assert.Single(await Store.Queue.HistoryAsync("main", "ann", cancellation: Cancel));
        Assert.Equal(5, ((ComparisonAnswer)history.Answer!).Point());
    }

    [Fact]
    public async Task What_is_undone_is_the_raters_again_with_the_answer_as_draft()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob");
        var lease = await NextAsync("ann");
        await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, "1", ComparisonAnswer.OfPoint(2)), "test");
        var again = await Store.Queue.UndoAsync("ann", lease.Token, "test");
        Assert.Equal(lease.Token, again.Token);
        Assert.Equal(2, ((ComparisonAnswer)FeedbackJson.ReadAnswer(again.Draft!)).Point());
        Assert.Empty(StandingAnswers.Of(await EventsAsync()));
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "bob")).State);
        Assert.Equal(ReceiptState.Recorded, (await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, "2", ComparisonAnswer.OfPoint(3)), "test")).State);
    }

    [Fact]
    public async Task Nobody_can_use_the_lease_of_another()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob");
        var lease = await NextAsync("ann");
        var problem = await Assert.ThrowsAsync<QueueException>(() => Store.Queue.SubmitAsync("bob", new Submission(lease.Token, "1", ComparisonAnswer.OfPoint(2)), "test"));
        Assert.Equal(QueueProblem.NotFound, problem.Problem);
    }

    [Fact]
    public async Task An_item_skipped_by_three_is_set_aside()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob", "eve", "joe");
        foreach (var rater in new[] { "ann", "bob", "eve" })
            await Store.Queue.SkipAsync(rater, (await Store.Queue.NextAsync("main", rater)).Lease!.Token, "key", "unclear", null, "test");
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "joe")).State);
        Assert.Equal(1, (await Store.Queue.HealthAsync("main", Cancel)).SetAside);
    }

    [Fact]
    public async Task A_paused_rater_reads_the_reason_and_the_answer_to_the_appeal()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        await Assert.ThrowsAsync<QueueException>(() => Store.Raters.AnswerAppealAsync("main", "ann", "no", "admin"));
        await Store.Raters.PauseAsync("main", "ann", "Nearly always the left.", "admin");
        await Store.Raters.AppealAsync("main", "ann", "The left ones were better.");
        await Store.Raters.AnswerAppealAsync("main", "ann", "Look at items 3 and 7.", "admin");
        Assert.Equal("Nearly always the left.\nLook at items 3 and 7.", (await Store.Queue.NextAsync("main", "ann")).Reason);
        Assert.Equal(new PausedRater("ann", "Nearly always the left.", Clock.GetUtcNow(), "The left ones were better.", "Look at items 3 and 7."), Assert.Single(PausedRater.Of(await EventsAsync())));
        await Store.Raters.ResumeAsync("main", "ann", "admin");
        Assert.Empty(PausedRater.Of(await EventsAsync()));
        Assert.Equal(TurnState.Leased, (await Store.Queue.NextAsync("main", "ann")).State);
    }

    [Fact]
    public async Task A_pause_in_one_project_leaves_the_others_alone_and_only_its_own_project_ends_it()
    {
        await StartInBothAsync();
        await Store.Raters.PauseAsync("main", "ann", "Nearly always the left.", "admin");
        Assert.Equal(TurnState.Leased, (await Store.Queue.NextAsync("other", "ann")).State);
        await Store.Raters.ResumeAsync("other", "ann", "somebody else");
        Assert.Equal(TurnState.Paused, (await Store.Queue.NextAsync("main", "ann")).State);
    }

    [Fact]
    public async Task Who_is_not_paused_in_a_project_cannot_appeal_there()
    {
        await StartInBothAsync();
        await Store.Raters.PauseAsync("main", "ann", "Nearly always the left.", "admin");
        Assert.Equal(QueueProblem.Conflict, (await Assert.ThrowsAsync<QueueException>(() => Store.Raters.AppealAsync("other", "ann", "no"))).Problem);
    }

    [Fact]
    public async Task A_no_to_training_stands_in_the_record_of_every_project_and_on_every_later_answer()
    {
        await StartInBothAsync();
        await Store.Raters.ConsentAsync("main", "ann", "v1", trainOk: true);
        await AnswerAsync("ann");
        await Store.Raters.TrainingAsync("ann", trainOk: false);
        await AnswerAsync("ann");
        Assert.Equal([("main", true), ("main", false), ("other", false)], (await EventsAsync()).OfType<ConsentGiven>().Select(c => (c.Project, c.TrainOk)));
        Assert.Equal([true, false], (await AnswersAsync()).Select(a => a.TrainOk));
    }

    [Fact]
    public async Task What_a_reviewer_settled_does_not_come_to_the_reviewer_as_a_rater()
    {
        await StartAsync(new FeedbackProject("other", "Other") { Overlap = 2, SharedShare = 0 }, 1, "ann", "bob");
        var held = (await Store.Queue.NextAsync("other", "ann")).Lease!;
        var settled = await Store.Queue.SettleAsync("ann", new Settlement("other", held.Item, "key", new ComparisonAnswer(Verdict.First, 2), [1, 0]), "adjudication");
        Assert.Equal(settled, await Store.Queue.SettleAsync("ann", new Settlement("other", held.Item, "key", new ComparisonAnswer(Verdict.First, 2), [1, 0]), "adjudication"));
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("other", "ann")).State);
        await Assert.ThrowsAsync<QueueException>(() => Store.Queue.SubmitAsync("ann", new Submission(held.Token, "late", new ComparisonAnswer(Verdict.First, 2)), "test"));
    }

    [Fact]
    public async Task A_lease_of_a_reviewer_who_settles_the_item_goes_back_to_the_raters()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 1, SharedShare = 0 }, 1, "ann", "bob");
        var held = await NextAsync("ann");
        await Store.Queue.SettleAsync("ann", new Settlement("main", held.Item, "key", new ComparisonAnswer(Verdict.First, 2), [0, 1]), "adjudication");
        Assert.Equal(0, (await Store.Queue.HealthAsync("main", Cancel)).Leased);
        Assert.Equal(held.Item.Id, (await NextAsync("bob")).Item.Id);
    }

    /// <summary>One rater in two projects with the same items.</summary>
    private async Task StartInBothAsync()
    {
        await StartAsync(new FeedbackProject("main", "Main") { SharedShare = 0 }, 3, "ann");
        await StartAsync(new FeedbackProject("other", "Other") { SharedShare = 0 }, 3);
        await Store.Raters.JoinAsync("other", "ann");
    }

    [Fact]
    public async Task A_version_of_the_guidelines_that_is_not_there_cannot_be_acknowledged()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        await Store.Projects.PublishAsync("main", "# Be fair", "admin");
        var problem = await Assert.ThrowsAsync<QueueException>(() => Store.Raters.AcknowledgeAsync("main", "ann", 99));
        Assert.Equal(QueueProblem.Invalid, problem.Problem);
        Assert.Equal(TurnState.GuidelinesUnread, (await Store.Queue.NextAsync("main", "ann")).State);
    }

    [Theory]
    [InlineData("  ", true, QueueProblem.Invalid)]
    [InlineData("It was right.", false, QueueProblem.Conflict)]
    public async Task An_appeal_needs_words_and_a_pause(string words, bool paused, QueueProblem expected)
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        if (paused) await Store.Raters.PauseAsync("main", "ann", "Nearly always the left.", "admin");
        Assert.Equal(expected, (await Assert.ThrowsAsync<QueueException>(() => Store.Raters.AppealAsync("main", "ann", words))).Problem);
        Assert.Empty((await EventsAsync()).OfType<RaterAppealed>());
    }

    [Fact]
    public async Task A_skip_keeps_the_time_it_took()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        await Store.Queue.SkipAsync("ann", (await Store.Queue.NextAsync("main", "ann")).Lease!.Token, "key", "unclear", null, "test", new Timing(TimeSpan.FromSeconds(40)));
        Assert.Equal(TimeSpan.FromSeconds(40), Assert.Single((await EventsAsync()).OfType<Skipped>()).Timing!.Elapsed);
    }

    [Fact]
    public async Task A_consent_text_is_its_project_s_and_agreeing_to_another_takes_nothing_back()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Consent = "main 1", RepeatShare = 0 }, 3, "ann");
        await Store.Projects.SaveAsync(new FeedbackProject("other", "Other") { Consent = "other 1", RepeatShare = 0 });
        await Store.Queue.AddAsync("other", [new QueuedItem(Sample.Pair(7))]);
        await Store.Raters.JoinAsync("other", "ann");
        await Store.Raters.ConsentAsync("main", "ann", "main 1", trainOk: true);
        Assert.Equal(TurnState.ConsentMissing, (await Store.Queue.NextAsync("other", "ann")).State);
        await Store.Raters.ConsentAsync("other", "ann", "other 1", trainOk: true);
        await AnswerAsync("ann");
        var lease = (await Store.Queue.NextAsync("other", "ann")).Lease!;
        await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, "k", new ComparisonAnswer(Verdict.First)), "test");
        Assert.Equal(["main 1", "other 1"], (await AnswersAsync()).Select(a => a.Consent));
        await Store.Raters.TrainingAsync("ann", trainOk: false);
        Assert.Equal([("main", "main 1"), ("other", "other 1")], (await EventsAsync()).OfType<ConsentGiven>().Where(c => !c.TrainOk).Select(c => (c.Project, c.Version)));
    }

    [Fact]
    public async Task Each_part_of_the_queue_holds_as_many_items_as_its_number_says()
    {
        var known = new KnownAnswer(new ComparisonAnswer(Verdict.First));
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 2, SharedShare = 0, GoldShare = 0, RepeatShare = 0 }, 4, "ann", "bob");
        await Store.Queue.AddAsync("main", [new QueuedItem(Sample.Pair(8)) { Purpose = Purpose.Gold, Known = known }]);
        await AnswerAsync("ann");
        await NextAsync("ann");
        Clock.Advance(TimeSpan.FromHours(1));
        await NextAsync("bob");
        var health = await Store.Queue.HealthAsync("main", Cancel);
        foreach (var (part, number) in new[] { (QueuePart.Items, health.Items), (QueuePart.Open, health.Open), (QueuePart.Leased, health.Leased), (QueuePart.Complete, health.Complete), (QueuePart.SetAside, health.SetAside), (QueuePart.Expired, health.Expired), (QueuePart.Gold, health.Gold), (QueuePart.Practice, health.Practice) })
            Assert.Equal((part, number), (part, (await Store.Queue.ListAsync("main", part, cancellation: Cancel)).Total));
        Assert.Equal((1, 1), (health.Leased, health.Expired));
        var all = await Store.Queue.ListAsync("main", QueuePart.Items, 1, 2, Cancel);
        Assert.Equal((4, 2), (all.Total, all.Entries.Count));
        Assert.Equal(all.Entries[0].Item, await Store.Queue.ItemAsync("main", all.Entries[0].Item.Id, Cancel));
        Assert.Null(await Store.Queue.ItemAsync("other", all.Entries[0].Item.Id, Cancel));
    }

    [Fact]
    public async Task Guidelines_consent_and_pauses_come_before_items()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Consent = "v3" }, 1, "ann");
        var version = await Store.Projects.PublishAsync("main", "# Be fair", "admin");
        Assert.Equal(TurnState.ConsentMissing, (await Store.Queue.NextAsync("main", "ann")).State);
        await Store.Raters.ConsentAsync("main", "ann", "v3", trainOk: false);
        Assert.Equal(TurnState.GuidelinesUnread, (await Store.Queue.NextAsync("main", "ann")).State);
        await Store.Raters.AcknowledgeAsync("main", "ann", version);
        await Store.Raters.PauseAsync("main", "ann", "Please read section 2.", "admin");
        Assert.Equal(new Turn(TurnState.Paused, Reason: "Please read section 2."), await Store.Queue.NextAsync("main", "ann"));
        await Store.Raters.ResumeAsync("main", "ann", "admin");
        await AnswerAsync("ann");
        var answer = Assert.Single(await AnswersAsync());
        Assert.Equal(("v3", false, 1), (answer.Consent, answer.TrainOk, answer.Shown!.Guidelines));
    }
}

public sealed class SqliteQueueTests() : QueueTests(TestServer.Sqlite);

public sealed class PostgresQueueTests() : QueueTests(TestServer.Postgres);

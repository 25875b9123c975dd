using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>The queue as a rater sees it.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new();
    private FeedbackStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await FeedbackStore.OpenAsync(_folder.File("feedback.db"), _clock, 1, Cancel);

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_item_goes_to_as_many_different_raters_as_wanted_and_then_to_nobody()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 2, SharedShare = 0 }, 1, "ann", "bob", "eve");
        foreach (var rater in new[] { "ann", "bob" }) await AnswerAsync(rater);
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "ann")).State);
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "eve")).State);
        Assert.Equal(1, (await _store.Queue.HealthAsync("main", Cancel)).Complete);
    }

    [Fact]
    public async Task A_lease_keeps_an_item_from_others_until_it_runs_out_and_a_late_answer_is_surplus_where_nobody_needs_it()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 1, SharedShare = 0 }, 1, "ann", "bob");
        var ann = (await _store.Queue.NextAsync("main", "ann")).Lease!;
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "bob")).State);
        _clock.Advance(TimeSpan.FromMinutes(9));
        await _store.Queue.ExtendAsync(ann.Token, "ann");
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "bob")).State);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ReceiptState.Recorded, (await AnswerAsync("bob")).State);
        Assert.Equal(ReceiptState.Surplus, (await _store.Queue.SubmitAsync("ann", new Submission(ann.Token, "late", new ComparisonAnswer(Verdict.First, 2)), "test")).State);
        Assert.Equal(1, (await _store.Queue.HealthAsync("main", Cancel)).Surplus);
    }

    [Fact]
    public async Task An_answer_sent_twice_under_one_key_is_recorded_once()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 3, "ann");
        var lease = (await _store.Queue.NextAsync("main", "ann")).Lease!;
        var sent = new Submission(lease.Token, "key", new ComparisonAnswer(Verdict.First, 1));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _store.Queue.SubmitAsync("ann", sent, "test")));
        Assert.Single(receipts.Distinct());
        Assert.Single(await AnswersAsync());
    }

    [Fact]
    public async Task A_revision_supersedes_and_nothing_is_overwritten() // 5 → 4 → 5 → 4 → 5
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann");
        var lease = (await _store.Queue.NextAsync("main", "ann")).Lease!;
        foreach (var (point, i) in new[] { 5, 4, 5, 4, 5 }.Select((p, i) => (p, i)))
            await _store.Queue.SubmitAsync("ann", new Submission(lease.Token, $"{i}", ComparisonAnswer.OfPoint(point)), "test");
        var answers = await AnswersAsync();
        Assert.Equal(5, answers.Count);
        Assert.Equal(answers.SkipLast(1).Select(a => a.Id), answers.Skip(1).Select(a => a.Supersedes));
        var history = Assert.Single(await _store.Queue.HistoryAsync("main", "ann", cancellation: Cancel));
        Assert.Equal(5, ((ComparisonAnswer)history.Answer!).Point());
    }

    [Fact]
    public async Task What_is_undone_is_the_raters_again_with_the_answer_as_draft()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob");
        var lease = (await _store.Queue.NextAsync("main", "ann")).Lease!;
        await _store.Queue.SubmitAsync("ann", new Submission(lease.Token, "1", ComparisonAnswer.OfPoint(2)), "test");
        var again = await _store.Queue.UndoAsync("ann", lease.Token, "test");
        Assert.Equal(lease.Token, again.Token);
        Assert.Equal(2, ((ComparisonAnswer)FeedbackJson.ReadAnswer(again.Draft!)).Point());
        Assert.Empty(StandingAnswers.Of(await EventsAsync()));
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "bob")).State);
        Assert.Equal(ReceiptState.Recorded, (await _store.Queue.SubmitAsync("ann", new Submission(lease.Token, "2", ComparisonAnswer.OfPoint(3)), "test")).State);
    }

    [Fact]
    public async Task Nobody_can_use_the_lease_of_another()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob");
        var lease = (await _store.Queue.NextAsync("main", "ann")).Lease!;
        var problem = await Assert.ThrowsAsync<QueueException>(() => _store.Queue.SubmitAsync("bob", new Submission(lease.Token, "1", ComparisonAnswer.OfPoint(2)), "test"));
        Assert.Equal(QueueProblem.NotFound, problem.Problem);
    }

    [Fact]
    public async Task An_item_skipped_by_three_is_set_aside()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 1, "ann", "bob", "eve", "joe");
        foreach (var rater in new[] { "ann", "bob", "eve" })
            await _store.Queue.SkipAsync(rater, (await _store.Queue.NextAsync("main", rater)).Lease!.Token, "key", "unclear", null, "test");
        Assert.Equal(TurnState.NothingLeft, (await _store.Queue.NextAsync("main", "joe")).State);
        Assert.Equal(1, (await _store.Queue.HealthAsync("main", Cancel)).SetAside);
    }

    [Fact]
    public async Task Guidelines_consent_and_pauses_come_before_items()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Consent = "v3" }, 1, "ann");
        var version = await _store.Projects.PublishAsync("main", "# Be fair", "admin");
        Assert.Equal(TurnState.ConsentMissing, (await _store.Queue.NextAsync("main", "ann")).State);
        await _store.Raters.ConsentAsync("ann", "v3", trainOk: false);
        Assert.Equal(TurnState.GuidelinesUnread, (await _store.Queue.NextAsync("main", "ann")).State);
        await _store.Raters.AcknowledgeAsync("main", "ann", version);
        await _store.Raters.PauseAsync("ann", "Please read section 2.", "admin");
        Assert.Equal(new Turn(TurnState.Paused, Reason: "Please read section 2."), await _store.Queue.NextAsync("main", "ann"));
        await _store.Raters.ResumeAsync("ann", "admin");
        await AnswerAsync("ann");
        var answer = Assert.Single(await AnswersAsync());
        Assert.Equal(("v3", false, 1), (answer.Consent, answer.TrainOk, answer.Shown!.Guidelines));
    }

    private async Task StartAsync(FeedbackProject project, int items, params string[] raters)
    {
        await _store.Projects.SaveAsync(project);
        await _store.Queue.AddAsync(project.Id, Enumerable.Range(0, items).Select(i => new QueuedItem(Sample.Pair(i))));
        foreach (var rater in raters)
        {
            await _store.Raters.AddAsync(rater);
            await _store.Raters.JoinAsync(project.Id, rater);
        }
    }

    private async Task<Receipt> AnswerAsync(string rater)
    {
        var lease = (await _store.Queue.NextAsync("main", rater)).Lease!;
        return await _store.Queue.SubmitAsync(rater, new Submission(lease.Token, lease.Token, new ComparisonAnswer(Verdict.First, 2)), "test");
    }

    private async Task<List<FeedbackEvent>> EventsAsync() => [.. (await _store.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event)];

    private async Task<List<Answered>> AnswersAsync() => [.. (await EventsAsync()).OfType<Answered>()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

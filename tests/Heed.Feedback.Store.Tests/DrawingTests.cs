using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>What is drawn for whom.</summary>
public abstract class DrawingTests(TestServer server) : StoreSuite(server)
{
    private static FeedbackProject Plain => new("main", "Main") { SharedShare = 0, GoldShare = 0, RepeatShare = 0, HeldItems = 100 };

    [Fact]
    public async Task Priority_comes_first_then_what_tells_most_but_for_a_share_by_lot()
    {
        await StartAsync(Plain with { Selection = Selection.Active, RandomShare = 0 }, 0, "ann");
        await Store.Queue.AddAsync("main", Enumerable.Range(0, 6).Select(i => new QueuedItem(Sample.Pair(i)) { Priority = i / 4, Score = i % 4 }));
        await Store.Queue.ScoreAsync("main", new Dictionary<string, double> { [Sample.Pair(0).Id] = 9 });
        var drawn = await DrawAsync("ann", 6);
        Assert.Equal(new[] { 5, 4, 0, 3, 2, 1 }.Select(i => Sample.Pair(i).Id), drawn.Select(l => l.Item.Id));
    }

    [Fact]
    public async Task A_lot_falls_on_every_item_alike_and_its_chance_is_recorded()
    {
        await StartAsync(Plain with { Selection = Selection.Random, Overlap = 200 }, 4, [.. Enumerable.Range(0, 60).Select(i => $"r{i}")]);
        for (var i = 0; i < 60; i++) await AnswerAsync($"r{i}");
        var answers = await AnswersAsync();
        Assert.All(answers, a => Assert.Equal(new Sampling(SamplingPolicy.Random, 0.25, 4), a.Sampling));
        Assert.Equal(4, answers.Select(a => a.ItemId).Distinct().Count());
    }

    [Fact]
    public async Task Known_answers_come_in_between_look_like_any_item_and_take_no_place()
    {
        await StartAsync(Plain with { GoldShare = 0.5 }, 10, "ann");
        await Store.Queue.AddAsync("main", Enumerable.Range(100, 4).Select(i => new QueuedItem(Sample.Pair(i)) { Purpose = Purpose.Gold, Known = new KnownAnswer(new ComparisonAnswer(Verdict.First)) }));
        var drawn = await DrawAsync("ann", 14);
        Assert.Equal(14, drawn.Select(l => l.Item.Id).Distinct().Count());
        Assert.All(drawn, l => Assert.Equal(Purpose.Label, l.Purpose));
        foreach (var lease in drawn) await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, lease.Token, ComparisonAnswer.OfPoint(1)), "test");
        Assert.Equal(4, (await AnswersAsync()).Count(a => a.Sampling!.Policy == SamplingPolicy.Gold));
        Assert.Equal(10, (await Store.Queue.HealthAsync("main", Cancel)).Answers);
    }

    [Fact]
    public async Task Practice_comes_first_and_is_explained_by_what_was_on_the_screen()
    {
        await StartAsync(Plain, 1, "ann");
        var known = new KnownAnswer(new ComparisonAnswer(Verdict.Second), "The first is cut off.");
        await Store.Queue.AddAsync("main", [new QueuedItem(Sample.Pair(7)) { Purpose = Purpose.Practice, Known = known }]);
        var lease = await NextAsync("ann");
        Assert.Equal(Purpose.Practice, lease.Purpose);
        var receipt = await Store.Queue.SubmitAsync("ann", new Submission(lease.Token, "1", new ComparisonAnswer(Verdict.First, 1)), "test");
        Assert.Equal(lease.Shown.Order[0] == 1, receipt.Right);
        Assert.Equal(lease.Shown.Order[0] == 1 ? Verdict.First : Verdict.Second, ((ComparisonAnswer)receipt.Known!.Expected).Verdict);
        Assert.Equal(Purpose.Label, (await NextAsync("ann")).Purpose);
    }

    [Fact]
    public async Task A_days_old_answer_is_asked_again_once_with_the_sides_swapped()
    {
        await StartAsync(Plain with { RepeatShare = 1 }, 1, "ann");
        var first = await NextAsync("ann");
        await Store.Queue.SubmitAsync("ann", new Submission(first.Token, "1", ComparisonAnswer.OfPoint(1)), "test");
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "ann")).State);
        Clock.Advance(TimeSpan.FromHours(25));
        var again = await NextAsync("ann");
        Assert.Equal((first.Item.Id, false), (again.Item.Id, again.Token == first.Token));
        Assert.Equal(first.Shown.Order.Reverse(), again.Shown.Order);
        await Store.Queue.SubmitAsync("ann", new Submission(again.Token, "2", ComparisonAnswer.OfPoint(8)), "test");
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "ann")).State);
        Assert.Single(StandingAnswers.Of(await EventsAsync()));
    }

    [Fact]
    public async Task A_contested_item_gets_more_raters_and_a_clear_one_fewer()
    {
        string[] raters = [.. Enumerable.Range(0, 6).Select(i => $"r{i}")];
        await StartAsync(Plain with { Overlap = 3, Adaptive = new OverlapRule { Least = 2, Most = 5 } }, 1, raters);
        var lease = await NextAsync("r0");
        await SayAsync(lease, "r0", Verdict.First);
        await SayAsync(await NextAsync("r1"), "r1", Verdict.First);
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "r2")).State); // two of three agree: 16 / 17
        await Store.Queue.AddAsync("main", [new QueuedItem(Sample.Pair(9))]);
        for (var i = 0; i < 5; i++) await SayAsync(await NextAsync($"r{i}"), $"r{i}", i % 2 == 0 ? Verdict.First : Verdict.Second);
        Assert.Equal(TurnState.NothingLeft, (await Store.Queue.NextAsync("main", "r5")).State);
    }

    [Fact]
    public async Task The_group_furthest_behind_its_share_comes_first()
    {
        await StartAsync(Plain with { Groups = new Dictionary<string, double> { ["de"] = 0.25, ["en"] = 0.75 } }, 0, "ann");
        await Store.Queue.AddAsync("main", Enumerable.Range(0, 40).Select(i => new QueuedItem(Sample.Pair(i)) { Group = i < 20 ? "de" : "en" }));
        var german = Enumerable.Range(0, 20).Select(i => Sample.Pair(i).Id).ToHashSet();
        Assert.Equal(5, (await DrawAsync("ann", 20)).Count(l => german.Contains(l.Item.Id)));
    }

    [Fact]
    public async Task Who_opted_out_of_a_warning_gets_no_such_item()
    {
        await StartAsync(Plain, 1, "ann");
        await Store.Queue.AddAsync("main", [new QueuedItem(Sample.Pair(5)) { Warnings = ["violence"], Priority = 5 }]);
        await Store.Raters.OptOutAsync("main", "ann", ["violence"]);
        Assert.Equal(Sample.Pair(0).Id, (await NextAsync("ann")).Item.Id);
        await Store.Raters.OptOutAsync("main", "ann", []);
        Assert.Equal(["violence"], (await DrawAsync("ann", 2))[1].Warnings);
    }

    [Fact]
    public async Task Items_of_a_cohort_go_to_its_raters_alone_also_where_many_ask_at_once()
    {
        string[] raters = [.. Enumerable.Range(0, 12).Select(i => $"r{i}")];
        await StartAsync(Plain with { Overlap = 6 }, 1, raters);
        await Store.Queue.AddAsync("main", [new QueuedItem(Sample.Pair(7)) { Cohort = "physician", Priority = 5 }]);
        foreach (var rater in raters[..4]) await Store.Raters.JoinCohortsAsync("main", rater, ["physician", "native"]);
        await NextAsync("r11"); // the project's settings are known: from here on many are asked ahead
        var turns = await Task.WhenAll(raters[..11].Select(r => Store.Queue.NextAsync("main", r)));
        Assert.All(turns[..4], t => Assert.Equal(Sample.Pair(7).Id, t.Lease!.Item.Id));
        Assert.All(turns[4..].Where(t => t.Lease is not null), t => Assert.Equal(Sample.Pair(0).Id, t.Lease!.Item.Id));
        Assert.Equal(5, turns[4..].Count(t => t.Lease is not null)); // six places, one of them r11's
        Assert.Equal(["physician", "native"], (await Store.Raters.MembershipsAsync("main", "r0", Cancel))[0].Cohorts);
    }

    [Fact]
    public async Task Who_asks_at_the_same_moment_gets_no_more_places_than_there_are()
    {
        string[] raters = [.. Enumerable.Range(0, 40).Select(i => $"r{i}")];
        await StartAsync(Plain with { Overlap = 2 }, 15, raters);
        await NextAsync("r39");
        var turns = await Task.WhenAll(raters[..39].Select(r => Store.Queue.NextAsync("main", r)));
        var leases = turns.Select(t => t.Lease).OfType<Lease>().ToList();
        Assert.Equal(29, leases.Count);
        Assert.All(leases.GroupBy(l => l.Item.Id), g => Assert.True(g.Count() <= 2));
        Assert.Equal((0, 30), ((await Store.Queue.HealthAsync("main", Cancel)).Open, (await Store.Queue.HealthAsync("main", Cancel)).Leased));
    }

    [Fact]
    public async Task A_suggestion_is_shown_to_some_and_not_to_the_control_arm()
    {
        string[] raters = [.. Enumerable.Range(0, 60).Select(i => $"r{i}")];
        await StartAsync(Plain with { Overlap = 60, SuggestionShare = 0.5 }, 0, raters);
        await Store.Queue.AddAsync("main", [new QueuedItem(DemonstrationItem.Of(new Prompt("p", Conversation.Ask("Why?")), suggestion: new Candidate("Because.", "m")))]);
        var shown = 0;
        foreach (var rater in raters) shown += (await NextAsync(rater)).Shown.Suggestion ? 1 : 0;
        Assert.InRange(shown, 15, 45); // 30 ± 4 σ, σ = √(60 · ¼) = 3.9
    }

    private async Task<List<Lease>> DrawAsync(string rater, int count)
    {
        var leases = new List<Lease>();
        while (leases.Count < count) leases.Add((await Store.Queue.NextAsync("main", rater, [.. leases.Select(l => l.Token)])).Lease!);
        return leases;
    }

    private async Task SayAsync(Lease lease, string rater, Verdict verdict)
    {
        var onScreen = new ComparisonAnswer(verdict, 2).AsShown(lease.Shown.Order);
        await Store.Queue.SubmitAsync(rater, new Submission(lease.Token, lease.Token, onScreen), "test");
    }
}

public sealed class SqliteDrawingTests() : DrawingTests(TestServer.Sqlite);

public sealed class PostgresDrawingTests() : DrawingTests(TestServer.Postgres);

using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Feedback.Store.Keeping;
using Heed.Feedback.Store.Tests.Servers;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>The chain, erasure, consent.</summary>
public abstract class KeepingTests(TestServer server) : StoreSuite(server)
{
    [Fact]
    public async Task A_record_is_whole_and_still_whole_after_an_erasure_that_it_tells()
    {
        await WorkAsync();
        var before = await Store.VerifyAsync(Cancel);
        Assert.Equal((true, 0L, 4L), (before.Whole, before.Erased, before.Items));
        var erasure = await Store.Erasing.EraseAsync("ann-secret", ErasedAnswers.Delete, "asked");
        var after = await Store.VerifyAsync(Cancel);
        Assert.True(after.Whole, string.Join("; ", after.Broken));
        Assert.Equal(erasure.Events, after.Erased);
        Assert.Equal(before.Events + 1, after.Events);
        Assert.True(await Store.HasLinkAsync(before.Head, Cancel));
    }

    [Fact]
    public async Task Nothing_that_is_left_names_an_erased_rater()
    {
        await WorkAsync();
        await Store.Erasing.EraseAsync("ann-secret", ErasedAnswers.Unlink, "asked");
        foreach (var (table, columns) in new[]
        {
            ("payloads", "project || COALESCE(item_id, '') || COALESCE(rater, '') || content"), ("raters", "id"), ("memberships", "rater"),
            ("assignments", "rater || shown || sampling"), ("submissions", "rater || receipt"), ("drafts", "content"), ("events", "id || kind"), ("items", "content"), ("queue", "item_id"),
        }) Assert.Equal(0L, Number($"SELECT COUNT(*) FROM {table} WHERE {columns} LIKE '%ann-secret%'"));
        Assert.Empty(await Store.Raters.OwnAsync("ann-secret", Cancel));
    }

    [Fact]
    public async Task Deleted_answers_open_their_items_again_and_unlinked_ones_stay_without_a_name()
    {
        await WorkAsync();
        var erased = await Store.Erasing.EraseAsync("ann-secret", ErasedAnswers.Delete, "asked");
        Assert.Equal(4, erased.Reopened);
        Assert.Equal(4, (await Store.Queue.HealthAsync("main", Cancel)).Open);
        var unlinked = await Store.Erasing.EraseAsync("bob", ErasedAnswers.Unlink, "asked");
        Assert.Equal((4, 0), (unlinked.Kept, unlinked.Reopened));
        var left = StandingAnswers.Of(await EventsAsync());
        Assert.Equal(4, left.Count);
        Assert.All(left, a => Assert.Null(a.Rater));
    }

    [Fact]
    public async Task What_is_older_than_its_project_keeps_it_goes_and_the_chain_stays_whole()
    {
        await WorkAsync();
        var project = (await Store.Projects.FindAsync("main", Cancel))! with { RetentionDays = 30 };
        Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await Store.Erasing.ExpireAsync(project));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await Store.Erasing.ExpireAsync(project with { LegalHold = true }));
        var answers = (await AnswersAsync()).Count;
        Assert.True(await Store.Erasing.ExpireAsync(project) >= answers);
        Assert.Empty(await AnswersAsync());
        Assert.True((await Store.VerifyAsync(Cancel)).Whole);
        Assert.NotEmpty((await EventsAsync()).OfType<Erased>());
    }

    [Fact]
    public async Task An_erasure_lists_the_datasets_that_hold_the_answers()
    {
        await WorkAsync();
        using var folder = new Heed.Testing.TemporaryFolder();
        var upTo = (await Store.HeadAsync(Cancel)).Sequence;
        var manifest = await new FeedbackExport(() => Store.AnsweredAsync("main", upTo, Cancel), new ExportOptions(ExportShape.Pairs), "test", upTo).RunAsync(folder.Path, Cancel);
        await Store.FreezeAsync(manifest, "test", Cancel);
        await Store.FreezeAsync(manifest, "test", Cancel);
        Assert.Single((await EventsAsync()).OfType<DatasetFrozen>());
        Assert.Equal([manifest.Version], (await Store.Erasing.EraseAsync("bob", ErasedAnswers.Delete, "asked")).Datasets);
    }

    [Fact]
    public async Task What_a_rater_refused_is_in_no_shard_also_what_was_answered_before()
    {
        await WorkAsync();
        await Store.Raters.ConsentAsync("main", "ann-secret", "v1", trainOk: false);
        using var folder = new Heed.Testing.TemporaryFolder();
        var refused = (await Store.Raters.ListAsync(Cancel)).Where(r => !r.TrainOk).Select(r => r.Id).ToHashSet();
        var manifest = await new FeedbackExport(() => Store.AnsweredAsync(cancellation: Cancel), new ExportOptions(ExportShape.Pairs) { Refused = refused }, "test", 0).RunAsync(folder.Path, Cancel);
        Assert.Equal((4, 4L), (manifest.Answers, manifest.LeftOut["no model may learn from it"]));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.DoesNotContain("ann-secret", File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("UPDATE payloads SET content = REPLACE(content, 'human', 'model') WHERE sequence = 8", "event 8: its content was changed")]
    [InlineData("UPDATE payloads SET rater = 'eve' WHERE sequence = 8", "event 8: it is filed under")]
    [InlineData("INSERT INTO erasures VALUES (8, 0); DELETE FROM payloads WHERE sequence = 8", "event 8: its content is gone, and no erasure says so")]
    [InlineData("UPDATE items SET content = REPLACE(content, 'Who', 'How')", "items 1 to 4: they are not what was added")]
    [InlineData("UPDATE events SET time = time + 1 WHERE sequence = 3", "event 3: the chain does not fit")]
    [InlineData("UPDATE heads SET sequence = sequence + 1", "the chain ends at event")]
    public async Task Who_gets_around_the_triggers_is_found_out(string change, string found)
    {
        await WorkAsync();
        Assert.True((await Store.VerifyAsync(Cancel)).Whole);
        Tamper(change);
        Assert.Contains((await Store.VerifyAsync(Cancel)).Broken, b => b.StartsWith(found, StringComparison.Ordinal));
    }

    protected abstract long Number(string query);

    /// <summary>As somebody who may change the tables' rules.</summary>
    protected abstract void Tamper(string change);

    /// <summary>Two raters, four items, all answered: events 1 (items) to 9.</summary>
    private async Task WorkAsync()
    {
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 2, SharedShare = 0, RepeatShare = 0 }, 4, "ann-secret", "bob");
        foreach (var rater in new[] { "ann-secret", "bob" })
            for (var i = 0; i < 4; i++) await AnswerAsync(rater, new ComparisonAnswer(Verdict.First, 1 + i));
    }
}

public sealed class SqliteKeepingTests() : KeepingTests(TestServer.Sqlite)
{
    protected override long Number(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Address};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    protected override void Tamper(string change) => Number($"DROP TRIGGER payloads_update; DROP TRIGGER items_update; DROP TRIGGER events_update; {change}; SELECT 0");
}

public sealed class PostgresKeepingTests() : KeepingTests(TestServer.Postgres)
{
    protected override long Number(string query)
    {
        var uri = new Uri(Address);
        using var connection = new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username=heed;Database={uri.AbsolutePath[1..]};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        return (long)command.ExecuteScalar()!;
    }

    protected override void Tamper(string change) =>
        Number($"ALTER TABLE payloads DISABLE TRIGGER payloads_update; ALTER TABLE items DISABLE TRIGGER items_update; ALTER TABLE events DISABLE TRIGGER events_update; {change}; SELECT 0::bigint");
}

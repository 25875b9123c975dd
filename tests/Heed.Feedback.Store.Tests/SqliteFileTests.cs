using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Heed.Feedback.Store.Tests;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("feedback.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_appended_is_read_back_in_order_by_another_opener()
    {
        var pairs = Enumerable.Range(0, 3).Select(Sample.Pair).ToArray();
        FeedbackEvent imported = new Answered("i", FixedClock.Start, pairs[2].Id, null, "file.jsonl", new ComparisonAnswer(Verdict.Second));
        FeedbackEvent[] events = [Sample.Vote(pairs[0], "ann", Verdict.First), Sample.Vote(pairs[1], "ann", Verdict.Equal), imported];
        using (var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel))
        {
            await log.Log.AddItemsAsync(pairs, Cancel);
            await log.Log.AppendAsync(events[..1], Cancel);
            await log.Log.AppendAsync(events[1..], Cancel);
        }
        using var again = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        Assert.Equal(pairs, await again.Log.ItemsAsync(Cancel).ListAsync());
        var read = await again.Log.ReadAsync(0, Cancel).ListAsync();
        Assert.IsType<ItemsAdded>(read[0].Event);
        Assert.Equal(events.Written(), read.Skip(1).Select(r => r.Event).Written());
        Assert.Equal([1L, 2, 3, 4], read.Select(r => r.Sequence));
        Assert.Equal(events[2..].Written(), (await again.Log.ReadAsync(3, Cancel).ListAsync()).Select(r => r.Event).Written());
    }

    [Fact]
    public async Task A_batch_with_a_refused_event_leaves_nothing_behind()
    {
        using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        var pair = Sample.Pair(0);
        await log.Log.AddItemsAsync([pair], Cancel);
        await log.Log.AppendAsync([Sample.Vote(pair, "ann", Verdict.First)], Cancel);
        FeedbackEvent[] batch = [Sample.Vote(pair, "bob", Verdict.First), Sample.Vote(pair, "ann", Verdict.Second)];
        await Assert.ThrowsAsync<EventLogException>(() => log.Log.AppendAsync(batch, Cancel));
        await Assert.ThrowsAsync<EventLogException>(() => log.Log.AppendAsync([Sample.Vote(Sample.Pair(7), "ann", Verdict.First)], Cancel));
        Assert.Single(await AnswersAsync(log));
    }

    [Fact]
    public async Task An_item_may_be_added_again_but_not_changed()
    {
        using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        var pair = Sample.Pair(0);
        await log.Log.AddItemsAsync([pair, Sample.Pair(1)], Cancel);
        await log.Log.AddItemsAsync([pair, Sample.Pair(2)], Cancel);
        Assert.Equal(3, (await log.Log.ItemsAsync(Cancel).ListAsync()).Count);
        var problem = await Assert.ThrowsAsync<EventLogException>(() => log.Log.AddItemsAsync([pair with { Second = pair.First }], Cancel));
        Assert.Contains(pair.Id, problem.Message);
    }

    [Theory]
    [InlineData("UPDATE events SET kind = 'eve'")]
    [InlineData("UPDATE payloads SET rater = 'eve'")]
    [InlineData("DELETE FROM payloads")]
    [InlineData("INSERT OR REPLACE INTO payloads SELECT sequence, salt, project, item_id, 'eve', content FROM payloads")]
    [InlineData("DELETE FROM events")]
    [InlineData("INSERT OR REPLACE INTO events SELECT sequence, id, 'eve', time, digest, chain FROM events")]
    [InlineData("INSERT OR REPLACE INTO events SELECT 7, id, 'eve', time, digest, chain FROM events")]
    [InlineData("UPDATE items SET content = ''")]
    [InlineData("DELETE FROM items")]
    [InlineData("INSERT OR REPLACE INTO items (id, kind, prompt_id, content) SELECT id, kind, prompt_id, '' FROM items")]
    public async Task The_file_itself_refuses_changes(string change)
    {
        var pair = Sample.Pair(0);
        using (var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel))
        {
            await log.Log.AddItemsAsync([pair], Cancel);
            await log.Log.AppendAsync([Sample.Vote(pair, "ann", Verdict.First)], Cancel);
        }
        var problem = Assert.Throws<SqliteException>(() => Execute(File, change));
        Assert.Contains("append-only", problem.Message);
        using var again = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        Assert.Equal(new[] { Sample.Vote(pair, "ann", Verdict.First) }.Written(), (await AnswersAsync(again)).Written());
    }

    [Fact]
    public async Task The_file_keeps_a_write_ahead_log_and_synchronises_fully()
    {
        using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        const int writers = 8, batches = 20;
        var pairs = Enumerable.Range(0, batches).Select(Sample.Pair).ToArray();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
            await log.Log.AddItemsAsync(pairs, Cancel);
            foreach (var pair in pairs) await log.Log.AppendAsync([Sample.Vote(pair, $"rater {writer}", Verdict.First)], Cancel);
        }, Cancel)));
        using var all = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        var read = await all.Log.ReadAsync(0, Cancel).ListAsync();
        Assert.Equal(1 + writers * batches, read.Count);
        Assert.Equal(Enumerable.Range(1, read.Count).Select(i => (long)i), read.Select(r => r.Sequence));
    }

    [Fact]
    public async Task Three_thousand_events_are_appended_in_a_few_batches()
    {
        using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
        var pairs = Enumerable.Range(0, 1000).Select(Sample.Pair).ToArray();
        await log.Log.AddItemsAsync(pairs, Cancel);
        foreach (var some in pairs.Chunk(200))
            await log.Log.AppendAsync([.. some.SelectMany(p => new[] { "ann", "bob", "eve" }.Select(r => Sample.Vote(p, r, Verdict.First)))], Cancel);
        Assert.Equal(3000, (await AnswersAsync(log)).Count);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        using (await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel)) { }
        Execute(File, "PRAGMA user_version = 99");
        var problem = await Assert.ThrowsAsync<EventLogException>(() => FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel));
        Assert.Contains("newer version", problem.Message);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        Execute(File, "CREATE TABLE songs (title TEXT)");
        var before = System.IO.File.ReadAllBytes(File);
        var problem = await Assert.ThrowsAsync<EventLogException>(() => FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel));
        Assert.Contains("not one of Heed's", problem.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_text_file_is_refused_and_left_alone()
    {
        _folder.Write("feedback.db", new string('x', 5000));
        await Assert.ThrowsAsync<EventLogException>(() => FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel));
        Assert.Equal(new string('x', 5000), System.IO.File.ReadAllText(File));
    }

    [Fact]
    public async Task A_file_cut_in_half_gives_one_clear_error()
    {
        using (var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel))
        {
            var pairs = Enumerable.Range(0, 200).Select(Sample.Pair).ToArray();
            await log.Log.AddItemsAsync(pairs, Cancel);
            await log.Log.AppendAsync([.. pairs.Select(p => Sample.Vote(p, "ann", Verdict.First))], Cancel);
        }
        Execute(File, "PRAGMA wal_checkpoint(TRUNCATE)");
        using (var stream = System.IO.File.OpenWrite(File)) stream.SetLength(stream.Length / 2 / 4096 * 4096);
        var problem = await Assert.ThrowsAsync<EventLogException>(async () =>
        {
            using var log = await FeedbackStore.OpenAsync(File, new FixedClock(), cancellation: Cancel);
            await AnswersAsync(log);
        });
        Assert.Contains("damaged", problem.Message);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<List<FeedbackEvent>> AnswersAsync(FeedbackStore store) =>
        [.. (await store.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event).Where(e => e is Answered)];

    private static void Execute(string file, string text)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}

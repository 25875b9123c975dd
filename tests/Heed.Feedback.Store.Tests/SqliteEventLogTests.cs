using Heed.Feedback.Events;
using Heed.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Heed.Feedback.Store.Tests;

public sealed class SqliteEventLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("feedback.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_appended_is_read_back_in_order_by_another_opener()
    {
        var pairs = Enumerable.Range(0, 3).Select(Sample.Pair).ToArray();
        FeedbackEvent imported = new PreferenceImported("i", FixedClock.Start, pairs[2].Id, null, "file.jsonl", Preferred.Second);
        FeedbackEvent[] events = [.. Sample.Vote(pairs[0], "ann", Choice.Left), .. Sample.Vote(pairs[1], "ann", Choice.Tie), imported];
        using (var log = await SqliteEventLog.OpenAsync(File, Cancel))
        {
            await log.AddItemsAsync(pairs, Cancel);
            await log.AppendAsync(events[..2], Cancel);
            await log.AppendAsync(events[2..], Cancel);
        }
        using var again = await SqliteEventLog.OpenAsync(File, Cancel);
        Assert.Equal(pairs, await again.ItemsAsync(Cancel).ListAsync());
        var read = await again.ReadAsync(0, Cancel).ListAsync();
        Assert.Equal(events, read.Select(r => r.Event));
        Assert.Equal([1L, 2, 3, 4, 5], read.Select(r => r.Sequence));
        Assert.Equal(events[3..], (await again.ReadAsync(3, Cancel).ListAsync()).Select(r => r.Event));
    }

    [Fact]
    public async Task A_batch_with_a_refused_event_leaves_nothing_behind()
    {
        using var log = await SqliteEventLog.OpenAsync(File, Cancel);
        var pair = Sample.Pair(0);
        await log.AddItemsAsync([pair], Cancel);
        await log.AppendAsync(Sample.Vote(pair, "ann", Choice.Left), Cancel);
        FeedbackEvent[] batch = [.. Sample.Vote(pair, "bob", Choice.Left), .. Sample.Vote(pair, "ann", Choice.Right)];
        await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync(batch, Cancel));
        await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync(Sample.Vote(Sample.Pair(7), "ann", Choice.Left), Cancel));
        Assert.Equal(2, (await log.ReadAsync(0, Cancel).ListAsync()).Count);
    }

    [Fact]
    public async Task An_item_may_be_added_again_but_not_changed()
    {
        using var log = await SqliteEventLog.OpenAsync(File, Cancel);
        var pair = Sample.Pair(0);
        await log.AddItemsAsync([pair, Sample.Pair(1)], Cancel);
        await log.AddItemsAsync([pair, Sample.Pair(2)], Cancel);
        Assert.Equal(3, (await log.ItemsAsync(Cancel).ListAsync()).Count);
        var problem = await Assert.ThrowsAsync<EventLogException>(() => log.AddItemsAsync([pair with { Second = pair.First }], Cancel));
        Assert.Contains(pair.Id, problem.Message);
    }

    [Theory]
    [InlineData("UPDATE events SET rater = 'eve'")]
    [InlineData("DELETE FROM events")]
    [InlineData("INSERT OR REPLACE INTO events (sequence, id, kind, time, item_id, rater, place, content) SELECT sequence, id, kind, time, item_id, 'eve', place, content FROM events")]
    [InlineData("INSERT OR REPLACE INTO events (id, kind, time, item_id, rater, place, content) SELECT id, kind, time, item_id, 'eve', place, content FROM events")]
    [InlineData("UPDATE items SET content = ''")]
    [InlineData("DELETE FROM items")]
    [InlineData("INSERT OR REPLACE INTO items (id, kind, prompt_id, content) SELECT id, kind, prompt_id, '' FROM items")]
    public async Task The_file_itself_refuses_changes(string change)
    {
        var pair = Sample.Pair(0);
        using (var log = await SqliteEventLog.OpenAsync(File, Cancel))
        {
            await log.AddItemsAsync([pair], Cancel);
            await log.AppendAsync(Sample.Vote(pair, "ann", Choice.Left), Cancel);
        }
        var problem = Assert.Throws<SqliteException>(() => Execute(File, change));
        Assert.Contains("append-only", problem.Message);
        using var again = await SqliteEventLog.OpenAsync(File, Cancel);
        Assert.Equal(Sample.Vote(pair, "ann", Choice.Left), (await again.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event));
    }

    [Fact]
    public async Task The_file_keeps_a_write_ahead_log_and_synchronises_fully()
    {
        using var log = await SqliteEventLog.OpenAsync(File, Cancel);
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
            using var log = await SqliteEventLog.OpenAsync(File, Cancel);
            await log.AddItemsAsync(pairs, Cancel);
            foreach (var pair in pairs) await log.AppendAsync(Sample.Vote(pair, $"rater {writer}", Choice.Left), Cancel);
        }, Cancel)));
        using var all = await SqliteEventLog.OpenAsync(File, Cancel);
        var read = await all.ReadAsync(0, Cancel).ListAsync();
        Assert.Equal(writers * batches * 2, read.Count);
        Assert.Equal(Enumerable.Range(1, read.Count).Select(i => (long)i), read.Select(r => r.Sequence));
        for (var i = 0; i < read.Count; i += 2)      // a batch stays together
            Assert.Equal(read[i].Event.Id, ((ComparisonAnswered)read[i + 1].Event).ShownId);
    }

    [Fact]
    public async Task Six_thousand_events_are_appended_in_seconds()
    {
        using var log = await SqliteEventLog.OpenAsync(File, Cancel);
        var pairs = Enumerable.Range(0, 1000).Select(Sample.Pair).ToArray();
        await log.AddItemsAsync(pairs, Cancel);
        var started = System.Diagnostics.Stopwatch.StartNew();
        foreach (var some in pairs.Chunk(200))
            await log.AppendAsync([.. some.SelectMany(p => new[] { "ann", "bob", "eve" }.SelectMany(r => Sample.Vote(p, r, Choice.Left)))], Cancel);
        TestContext.Current.TestOutputHelper!.WriteLine($"6000 events in {started.ElapsedMilliseconds} ms");
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20));
        Assert.Equal(6000, (await log.ReadAsync(0, Cancel).ListAsync()).Count);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        using (await SqliteEventLog.OpenAsync(File, Cancel)) { }
        Execute(File, "PRAGMA user_version = 99");
        var problem = await Assert.ThrowsAsync<EventLogException>(() => SqliteEventLog.OpenAsync(File, Cancel));
        Assert.Contains("newer version", problem.Message);
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        Execute(File, "CREATE TABLE songs (title TEXT)");
        var before = System.IO.File.ReadAllBytes(File);
        var problem = await Assert.ThrowsAsync<EventLogException>(() => SqliteEventLog.OpenAsync(File, Cancel));
        Assert.Contains("not one of Heed's", problem.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_text_file_is_refused_and_left_alone()
    {
        _folder.Write("feedback.db", new string('x', 5000));
        await Assert.ThrowsAsync<EventLogException>(() => SqliteEventLog.OpenAsync(File, Cancel));
        Assert.Equal(new string('x', 5000), System.IO.File.ReadAllText(File));
    }

    [Fact]
    public async Task A_file_cut_in_half_gives_one_clear_error()
    {
        using (var log = await SqliteEventLog.OpenAsync(File, Cancel))
        {
            var pairs = Enumerable.Range(0, 200).Select(Sample.Pair).ToArray();
            await log.AddItemsAsync(pairs, Cancel);
            await log.AppendAsync([.. pairs.SelectMany(p => Sample.Vote(p, "ann", Choice.Left))], Cancel);
        }
        Execute(File, "PRAGMA wal_checkpoint(TRUNCATE)");
        using (var stream = System.IO.File.OpenWrite(File)) stream.SetLength(stream.Length / 2 / 4096 * 4096);
        var problem = await Assert.ThrowsAsync<EventLogException>(async () =>
        {
            using var log = await SqliteEventLog.OpenAsync(File, Cancel);
            await log.ReadAsync(0, Cancel).ListAsync();
        });
        Assert.Contains("damaged", problem.Message);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static void Execute(string file, string text)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}

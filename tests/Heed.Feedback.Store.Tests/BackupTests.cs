using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Keeping;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Store.Tests;

public sealed class BackupTests() : StoreSuite(TestServer.Sqlite), IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restored_copy_is_the_record_and_goes_on()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0 }, 3, "ann");
        await AnswerAsync("ann");
        var manifest = await Backup.MakeAsync(Address, _folder.File("copy.db"), Clock, Cancel);
        Assert.Equal((await Store.VerifyAsync(Cancel)).Head, manifest.Head);
        Backup.Restore(_folder.File("copy.db"), _folder.File("again.db"));
        using var again = await FeedbackStore.OpenAsync(_folder.File("again.db"), Clock, 1, Cancel);
        Assert.Equal((await EventsAsync()).Written(), (await again.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event).Written());
        Assert.Equal(TurnState.Leased, (await again.Queue.NextAsync("main", "ann")).State);
    }

    [Fact]
    public async Task What_was_erased_after_a_backup_is_erased_again_when_it_is_restored()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0, Overlap = 2, SharedShare = 0 }, 3, "ann", "bob");
        await AnswerAsync("ann");
        await AnswerAsync("bob");
        await Backup.MakeAsync(Address, _folder.File("copy.db"), Clock, Cancel);
        await Store.Erasing.EraseAsync("ann", ErasedAnswers.Delete, "asked");
        Backup.Restore(_folder.File("copy.db"), _folder.File("again.db"));
        using var again = await FeedbackStore.OpenAsync(_folder.File("again.db"), Clock, 1, Cancel);
        Assert.Equal(1, await again.Erasing.EraseAgainAsync(Store));
        Assert.Empty(await again.Raters.OwnAsync("ann", Cancel));
        Assert.Single(await again.Raters.OwnAsync("bob", Cancel));
        Assert.True((await again.VerifyAsync(Cancel)).Whole);
    }

    [Fact]
    public async Task What_was_too_old_in_a_later_copy_goes_again_and_its_rater_works_on()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0, RetentionDays = 30 }, 3, "ann");
        await AnswerAsync("ann");
        Clock.Advance(TimeSpan.FromDays(20));
        await AnswerAsync("ann");
        using var again = await RestoredAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromDays(20));
            Assert.Equal(1, await Store.Erasing.ExpireAsync((await Store.Projects.FindAsync("main", Cancel))!));
        });
        Assert.Equal(1, await again.Erasing.EraseAgainAsync(Store));
        Assert.Single(await again.Raters.OwnAsync("ann", Cancel));
        Assert.Equal(TurnState.Leased, (await again.Queue.NextAsync("main", "ann")).State);
        Assert.True((await again.VerifyAsync(Cancel)).Whole);
    }

    [Fact]
    public async Task Answers_that_lost_their_name_in_a_later_copy_lose_it_again_and_stay()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0 }, 3, "ann");
        await AnswerAsync("ann");
        using var again = await RestoredAsync(() => Store.Erasing.EraseAsync("ann", ErasedAnswers.Unlink, "asked"));
        Assert.Equal(1, await again.Erasing.EraseAgainAsync(Store));
        var kept = Assert.Single(StandingAnswers.Of((await again.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event)));
        Assert.Null(kept.Rater);
        Assert.Empty(await again.Raters.ListAsync(Cancel));
    }

    [Fact]
    public async Task An_erasure_says_why()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0, RetentionDays = 30 }, 3, "ann", "bob", "eve");
        foreach (var rater in new[] { "ann", "bob", "eve" }) await AnswerAsync(rater);
        await Store.Erasing.EraseAsync("ann", ErasedAnswers.Delete, "asked");
        await Store.Erasing.EraseAsync("bob", ErasedAnswers.Unlink, "asked");
        Clock.Advance(TimeSpan.FromDays(31));
        await Store.Erasing.ExpireAsync((await Store.Projects.FindAsync("main", Cancel))!);
        Assert.Equal([ErasureCause.Forgotten, ErasureCause.Unlinked, ErasureCause.Expired], (await EventsAsync()).OfType<Erased>().Select(e => e.Cause!.Value));
    }

    /// <summary>The record from a backup that was made before something happened to it.</summary>
    private async Task<FeedbackStore> RestoredAsync(Func<Task> happens)
    {
        await Backup.MakeAsync(Address, _folder.File("copy.db"), Clock, Cancel);
        await happens();
        Backup.Restore(_folder.File("copy.db"), _folder.File("again.db"));
        return await FeedbackStore.OpenAsync(_folder.File("again.db"), Clock, 1, Cancel);
    }

    [Fact]
    public async Task A_damaged_copy_is_refused_and_nothing_is_overwritten()
    {
        await StartAsync(new FeedbackProject("main", "Main"), 3);
        await Backup.MakeAsync(Address, _folder.File("copy.db"), Clock, Cancel);
        Assert.Throws<EventLogException>(() => Backup.Restore(_folder.File("copy.db"), Address));
        using (var file = System.IO.File.OpenWrite(_folder.File("copy.db")))
        {
            file.Position = 5000;
            file.WriteByte(77);
        }
        Assert.Contains("damaged", Assert.Throws<EventLogException>(() => Backup.Restore(_folder.File("copy.db"), _folder.File("again.db"))).Message);
        Assert.False(System.IO.File.Exists(_folder.File("again.db")));
    }
}

/// <summary>The same on a server, by its own programs.</summary>
public sealed class PostgresBackupTests() : StoreSuite(TestServer.Postgres), IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restored_copy_is_the_record_and_goes_on_and_nothing_is_overwritten()
    {
        await StartAsync(new FeedbackProject("main", "Main") { RepeatShare = 0 }, 3, "ann");
        await AnswerAsync("ann");
        var manifest = await Backup.MakeAsync(Address, _folder.File("copy.dump"), Clock, Cancel);
        Assert.Equal(((await Store.VerifyAsync(Cancel)).Head, (await Store.HeadAsync(Cancel)).Sequence), (manifest.Head, manifest.Events));
        var before = (await EventsAsync()).Written();
        await AnswerAsync("ann"); // after the copy: not in it
        using var other = TestServer.Postgres.NewDatabase();
        await Backup.RestoreAsync(_folder.File("copy.dump"), other.Address, Clock, Cancel);
        using (var again = await FeedbackStore.OpenAsync(other.Address, Clock, 1, Cancel))
        {
            Assert.Equal(before, (await again.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event).Written());
            Assert.Equal(TurnState.Leased, (await again.Queue.NextAsync("main", "ann")).State);
        }
        Assert.Contains("already", (await Assert.ThrowsAsync<EventLogException>(() => Backup.RestoreAsync(_folder.File("copy.dump"), other.Address, Clock, Cancel))).Message);
        await Assert.ThrowsAsync<EventLogException>(() => Backup.MakeAsync(Address, _folder.File("copy.dump"), Clock, Cancel));
    }
}

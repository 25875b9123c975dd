using System.Data.Common;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>Records made by an earlier migration.</summary>
public abstract class UpgradeTests(TestServer server)
{
    /// <summary>Takes the tables back to how the first migration made them.</summary>
    private const string ToTheFirst = """
        DROP INDEX ix_queue_open; DROP INDEX ix_queue_scored; DROP INDEX ix_queue_random;
        ALTER TABLE queue DROP COLUMN wanted; ALTER TABLE queue DROP COLUMN cohort; ALTER TABLE memberships DROP COLUMN cohorts; ALTER TABLE memberships DROP COLUMN paused_for; ALTER TABLE memberships DROP COLUMN consent; ALTER TABLE raters ADD COLUMN paused_for TEXT;
        CREATE INDEX ix_queue_open ON queue (project); CREATE INDEX ix_queue_scored ON queue (purpose); CREATE INDEX ix_queue_random ON queue (shuffle);
        DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" <> '0001-record';
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A connection around the store.</summary>
    protected abstract DbConnection Connect(string address);

    [Fact]
    public async Task A_record_of_an_older_form_is_brought_up_to_date_with_all_it_holds_and_is_worked_on()
    {
        using var database = server.NewDatabase();
        using (var store = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel)) await FillAsync(store);
        Alter(database.Address);
        for (var opened = 0; opened < 2; opened++)
        {
            using var again = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel);
            Assert.Equal(2 + opened, (await again.Log.ReadAsync(0, Cancel).ListAsync()).Count(r => r.Event is not Events.ItemsAdded));
            await AnswerAsync(again);
        }
    }

    [Fact]
    public async Task Two_that_open_an_older_record_at_once_bring_it_up_to_date_once()
    {
        using var database = server.NewDatabase();
        using (var store = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel)) await FillAsync(store);
        Alter(database.Address);
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel))));
        await AnswerAsync(stores[^1]);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public async Task Who_was_paused_by_an_older_form_is_paused_wherever_the_rater_works()
    {
        using var database = server.NewDatabase();
        using (var store = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel))
        {
            await FillAsync(store);
            await store.Raters.JoinAsync("other", "ann");
        }
        Alter(database.Address, "UPDATE raters SET paused_for = 'always the left' WHERE id = 'ann';");
        using var again = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel);
        Assert.Equal(["always the left", "always the left"], (await again.Raters.MembershipsAsync(rater: "ann", cancellation: Cancel)).Select(m => m.PausedFor));
    }

    [Fact]
    public async Task What_was_agreed_to_before_consent_was_a_project_s_counts_in_all()
    {
        using var database = server.NewDatabase();
        using (var store = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel))
        {
            await FillAsync(store);
            await store.Raters.JoinAsync("other", "ann");
        }
        Alter(database.Address, "UPDATE raters SET consent = 'v1' WHERE id = 'ann';");
        using var again = await FeedbackStore.OpenAsync(database.Address, new FixedClock(), cancellation: Cancel);
        Assert.Equal(["v1", "v1"], (await again.Raters.MembershipsAsync(rater: "ann", cancellation: Cancel)).Select(m => m.Consent));
    }

    private static async Task FillAsync(FeedbackStore store)
    {
        await store.Projects.SaveAsync(new FeedbackProject("main", "Main"));
        await store.Queue.AddAsync("main", Enumerable.Range(0, 5).Select(i => new QueuedItem(Sample.Pair(i))));
        await store.Raters.AddAsync("ann");
        await store.Raters.JoinAsync("main", "ann");
        for (var i = 0; i < 2; i++) await AnswerAsync(store);
    }

    private static async Task AnswerAsync(FeedbackStore store)
    {
        var lease = (await store.Queue.NextAsync("main", "ann")).Lease!;
        await store.Queue.SubmitAsync("ann", new Submission(lease.Token, lease.Token, new ComparisonAnswer(Verdict.First, 2)), "test");
    }

    private void Alter(string address, string after = "")
    {
        using var connection = Connect(address);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = ToTheFirst + after;
        command.ExecuteNonQuery();
    }
}

public sealed class SqliteUpgradeTests() : UpgradeTests(TestServer.Sqlite)
{
    protected override DbConnection Connect(string address) => new SqliteConnection($"Data Source={address};Pooling=False");
}

public sealed class PostgresUpgradeTests() : UpgradeTests(TestServer.Postgres)
{
    protected override DbConnection Connect(string address)
    {
        var uri = new Uri(address);
        return new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username=heed;Database={uri.AbsolutePath[1..]};Pooling=false");
    }
}

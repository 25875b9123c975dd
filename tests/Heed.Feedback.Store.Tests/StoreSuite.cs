using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>Tests over an empty store on one of the servers.</summary>
public abstract class StoreSuite(TestServer server) : IAsyncLifetime
{
    private TestDatabase? _database;
    private FeedbackStore? _store;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected FixedClock Clock { get; } = new();

    protected string Address => _database!.Address;

    protected FeedbackStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _database = server.NewDatabase();
        _store = await OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _database?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The same database, as another process opens it.</summary>
    protected Task<FeedbackStore> OpenAsync() => FeedbackStore.OpenAsync(Address, Clock, 1, Cancel);

    protected async Task StartAsync(FeedbackProject project, int items, params string[] raters)
    {
        await Store.Projects.SaveAsync(project);
        await Store.Queue.AddAsync(project.Id, Enumerable.Range(0, items).Select(i => new QueuedItem(Sample.Pair(i))));
        foreach (var rater in raters)
        {
            await Store.Raters.AddAsync(rater);
            await Store.Raters.JoinAsync(project.Id, rater);
        }
    }

    protected async Task<Lease> NextAsync(string rater) => (await Store.Queue.NextAsync("main", rater)).Lease!;

    protected async Task<Receipt> AnswerAsync(string rater, Answer? answer = null)
    {
        var lease = await NextAsync(rater);
        return await Store.Queue.SubmitAsync(rater, new Submission(lease.Token, lease.Token, answer ?? new ComparisonAnswer(Verdict.First, 2)), "test");
    }

    protected async Task<List<FeedbackEvent>> EventsAsync() => [.. (await Store.Log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event)];

    protected async Task<List<Answered>> AnswersAsync() => [.. (await EventsAsync()).OfType<Answered>()];
}

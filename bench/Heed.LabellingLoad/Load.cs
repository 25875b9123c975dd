using System.Diagnostics;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;

namespace Heed.LabellingLoad;

/// <summary>One run: fill, start, load, kill, check.</summary>
internal sealed record Load
{
    private const string Project = "load";

    public required string Heed { get; init; }
    public string? Database { get; init; }
    public int Raters { get; init; }
    public int Items { get; init; }
    public int Overlap { get; init; }
    public TimeSpan Pause { get; init; }
    public TimeSpan WarmUp { get; init; }
    public bool Trouble { get; init; }
    public int Kills { get; init; }

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("heed-load-");
        try
        {
            var database = Database ?? Path.Combine(folder.FullName, "load.db");
            await PrepareAsync(database);
            await using var site = new SiteProcess(Heed, database, Project);
            var keys = await site.SeedAsync(WriteItems(folder.FullName), Raters, Overlap, cancellation);
            var (served, acknowledged, started, elapsed) = await LoadAsync(site, keys, cancellation);
            await site.StopAsync();
            var check = await Check.OfAsync(database, Project, acknowledged, Items, Overlap, cancellation);
            return LoadResult.Of(this, served, started, elapsed, site.Killed, check);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task PrepareAsync(string database)
    {
        using var store = await FeedbackStore.OpenAsync(database, TimeProvider.System);
        // Short leases: those that raters let run out must come back within the run.
        await store.Projects.SaveAsync(new FeedbackProject(Project, "Load")
        {
            Overlap = Overlap,
            SharedShare = 0,
            GoldShare = 0,
            RepeatShare = 0,
            SkipLimit = int.MaxValue,
            LeaseTime = Trouble ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(10),
        });
    }

    private string WriteItems(string folder)
    {
        var file = Path.Combine(folder, "items.jsonl");
        File.WriteAllLines(file, Enumerable.Range(0, Items).Select(i => JsonSerializer.Serialize(new { prompt = $"question {i}", responses = new[] { $"first answer {i}", $"second answer {i}" } })));
        return file;
    }

    private async Task<(List<Served> Served, HashSet<string> Acknowledged, long Started, TimeSpan Elapsed)> LoadAsync(SiteProcess site, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var raters = keys.Select((key, i) => new LoadRater(site.Address, key, this, i)).ToArray();
        var started = Stopwatch.GetTimestamp();
        var killing = KillAsync(site, working.Token);
        await Task.WhenAll(raters.Select(r => r.RunAsync(cancellation)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        await working.CancelAsync();
        await killing;
        return ([.. raters.SelectMany(r => r.Served)], [.. raters.SelectMany(r => r.Acknowledged)], started, elapsed);
    }

    private async Task KillAsync(SiteProcess site, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < Kills; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(700 + 130 * (i % 7)), cancellation);
                await site.KillAndRestartAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // All is answered.
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Heed.Runs;

namespace Heed.LabellingLoad;

/// <summary>A rater that is a program: fetches, waits, answers; skips, lets leases run out, sends twice where it is to make trouble.</summary>
internal sealed class LoadRater(Uri address, string key, Load load, int number)
{
    private const double Skips = 0.05, Expiries = 0.05, Duplicates = 0.02;

    private readonly SeededRandom _random = new(1, "load", number);
    private readonly List<string> _abandoned = [];
    private int _sent;

    /// <summary>Every item that was fetched and answered.</summary>
    public List<Served> Served { get; } = [];

    /// <summary>Events that the site said are on the disk.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        // Not all at the same moment.
        await Task.Delay(load.Pause * _random.NextDouble(), cancellation);
        for (var idle = 0; idle < 12;)
        {
            var started = Stopwatch.GetTimestamp();
            var next = await PostAsync(client, "/api/v1/next", JsonSerializer.Serialize(new { held = _abandoned }), cancellation);
            if (next.TryGetProperty("assignment", out var assignment))
            {
                idle = 0;
                await WorkAsync(client, assignment.GetString()!, Stopwatch.GetElapsedTime(started), cancellation);
            }
            else if (load.Trouble)
            {
                // Leases of others may run out; those one has let run out come back too.
                _abandoned.Clear();
                idle++;
                await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
            }
            else return;
        }
    }

    private async Task WorkAsync(HttpClient client, string assignment, TimeSpan asked, CancellationToken cancellation)
    {
        if (load.Pause > TimeSpan.Zero) await Task.Delay(_random.NextDouble() * load.Pause, cancellation);
        var name = $"{number}-{_sent++}";
        if (load.Trouble && _random.Chance(Skips))
        {
            await PostAsync(client, "/api/v1/skips", JsonSerializer.Serialize(new { assignment, idempotency_key = name, reason = "unclear" }), cancellation);
            return;
        }
        if (load.Trouble && _abandoned.Count < 4 && _random.Chance(Expiries))
        {
            _abandoned.Add(assignment);
            return;
        }
        var body = JsonSerializer.Serialize(new { assignment, idempotency_key = name, answer = new { kind = "comparison", verdict = _random.Chance(0.5) ? "first" : "second", strength = 2 } });
        var started = Stopwatch.GetTimestamp();
        var receipt = await PostAsync(client, "/api/v1/answers", body, cancellation);
        Served.Add(new Served(started, asked.TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
        Acknowledged.Add(receipt.GetProperty("event_id").GetString()!);
        if (load.Trouble && _random.Chance(Duplicates))
        {
            var again = await PostAsync(client, "/api/v1/answers", body, cancellation);
            if (again.GetProperty("event_id").GetString() != receipt.GetProperty("event_id").GetString()) throw new InvalidOperationException("Sent twice, recorded twice.");
        }
    }

    /// <summary>Sends until the site answers: while it is dead, nothing is known, so the same is sent again.</summary>
    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string body, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(path, content, cancellation);
                var text = await response.Content.ReadAsStringAsync(cancellation);
                if (response.IsSuccessStatusCode) return JsonSerializer.Deserialize<JsonElement>(text);
                if (response.StatusCode != HttpStatusCode.TooManyRequests) throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {text}");
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException || (gone is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                // Dead: it comes back.
            }
            await Task.Delay(100, cancellation);
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Tests.Http;

/// <summary>A program that webhooks tell things.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var told = new Told(request.Headers["webhook-id"]!, request.Headers["webhook-timestamp"]!, request.Headers["webhook-signature"]!, await reader.ReadToEndAsync());
            if (Status == 200) Heard.Enqueue(told);
            return Results.StatusCode(Status);
        });
    }

    public int Status { get; set; } = 200;

    public ConcurrentQueue<Told> Heard { get; } = new();

    public string Address => $"{_app.Urls.First()}/hook";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many messages were heard.</summary>
    public async Task<IReadOnlyList<Told>> HearAsync(int count)
    {
        await Heed.Testing.Patience.UntilAsync(() => Task.FromResult(Heard.Count >= count), $"{count} messages were heard");
        Xunit.Assert.Equal(count, Heard.Count);
        return [.. Heard];
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    internal sealed record Told(string Id, string Time, string Signature, string Body);
}

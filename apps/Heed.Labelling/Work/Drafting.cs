using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;

namespace Heed.Labelling.Work;

/// <summary>
/// A first draft for a demonstration: the one the item brings, else one of a model behind an OpenAI-compatible endpoint. Only for raters whose lot
/// it is to see suggestions.
/// </summary>
public sealed class Drafting(IHttpClientFactory clients, LabellingOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<string> DraftAsync(Lease lease, CancellationToken cancellation)
    {
        if (lease.Item is not DemonstrationItem demonstration || !lease.Shown.Suggestion) throw new QueueException(QueueProblem.Conflict, "No suggestion is shown for this item.");
        if (demonstration.Suggestion is { } suggestion) return suggestion.Text;
        if (options.Drafts is not { } model) throw new QueueException(QueueProblem.Conflict, "No model drafts on this site.");
        return await AskAsync(model, demonstration, cancellation);
    }

    private async Task<string> AskAsync(DraftModel model, DemonstrationItem item, CancellationToken cancellation)
    {
        using var client = clients.CreateClient();
        client.Timeout = Patience;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{model.Address.TrimEnd('/')}/chat/completions")
        {
            Content = JsonContent.Create(new { model = model.Model, messages = item.Prompt.Conversation.Messages.Select(m => new { role = m.Role, content = m.Content }) }),
        };
        if (model.Key is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            response.EnsureSuccessStatusCode();
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            return body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "";
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            await options.Log.WriteLineAsync($"heed: no draft from {model.Address}: {problem.Message}");
            throw new QueueException(QueueProblem.Conflict, "The model that drafts gave no answer.");
        }
    }
}

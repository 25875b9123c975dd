using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Runs;

namespace Heed.Labelling.Work;

/// <summary>
/// First drafts for demonstrations, by a model behind an OpenAI-compatible endpoint. They are asked for when items are added, so that the record
/// holds what was suggested and a control arm of raters, drawn by lot, sees none.
/// </summary>
public sealed class Drafting(IHttpClientFactory clients, LabellingOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The item with a draft of the model, where it is a demonstration without one.</summary>
    /// <exception cref="SiteException">The model gives no answer.</exception>
    public async Task<QueuedItem> WithDraftAsync(QueuedItem queued, CancellationToken cancellation = default) =>
        queued.Item is DemonstrationItem { Suggestion: null } item && options.Drafts is { } model
            ? queued with { Item = DemonstrationItem.Of(item.Prompt, item.BothSides, new Candidate(await AskAsync(model, item, cancellation), model.Model)) }
            : queued;

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
            throw new SiteException(ExitCode.Run, $"{model.Address} gave no draft: {problem.Message} Start the model that drafts, or leave --draft-endpoint out.", problem);
        }
    }
}

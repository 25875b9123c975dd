using Heed.Feedback.Events;
using Heed.Testing;
using Microsoft.Playwright;

namespace Heed.Labelling.Tests.Browser;

/// <summary>A person before the labelling page of a site.</summary>
internal sealed class Rater : IAsyncDisposable
{
    private readonly Site _site;
    private readonly List<string> _foreign = [], _errors = [];

    private Rater(Site site, IBrowserContext window, IPage page)
    {
        (_site, Window, Page) = (site, window, page);
        window.SetDefaultTimeout(60_000);
        window.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _foreign.Add(request.Url);
        };
        page.PageError += (_, error) => _errors.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            _errors.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    public IBrowserContext Window { get; }
    public IPage Page { get; }
    public IReadOnlyList<string> ForeignRequests => _foreign;
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Takes an invitation, reads the guidelines, and stands before the first item.</summary>
    public static async Task<Rater> EnterAsync(Chromium chromium, Site site, string project = "main", int width = 1280, string language = "en", int height = 900)
    {
        var window = await chromium.OpenAsync(width, height);
        var rater = new Rater(site, window, await window.NewPageAsync());
        if (language != "en") await window.AddCookiesAsync([new Cookie { Name = "heed-language", Value = language, Url = site.Address }]);
        await rater.Page.GotoAsync((await site.Opening.InviteAsync(project, 1))[0]);
        await rater.Page.FillAsync("input[name=name]", $"person {Guid.NewGuid():N}");
        await rater.Page.FillAsync("input[name=password]", Visitor.Password);
        await rater.Page.CheckAsync("input[name=consent]");
        await rater.Page.ClickAsync("main button.primary");
        await rater.Page.WaitForURLAsync("**/guidelines");
        await rater.Page.ClickAsync("form:has(input[name=version]) button.primary");
        await rater.ReadyAsync();
        return rater;
    }

    /// <summary>Waits until the scripts of the page are at work.</summary>
    public Task ReadyAsync() => Page.WaitForSelectorAsync("html[data-ready=true]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });

    /// <summary>Waits until another item than this one, or the notice that none is left, is on the screen.</summary>
    public Task GoneAsync(string? assignment) => UntilAsync(Page, $"document.querySelector('#answer')?.dataset.assignment !== '{assignment}'");

    /// <summary>Waits until an expression is true; asked from outside, for the page lets nobody evaluate text within it.</summary>
    public static Task UntilAsync(IPage page, string expression) => Patience.UntilAsync(() => AskAsync<bool>(page, $"() => Boolean({expression})"), expression);

    public Task<string?> AssignmentAsync() => AskAsync<string?>(Page, "document.querySelector('#answer')?.dataset.assignment ?? null");

    /// <summary>Waits until an expression is true; where the page asks whether one is sure, one is.</summary>
    public static Task SureUntilAsync(IPage page, string expression) => Patience.UntilAsync(async () =>
    {
        if (await AskAsync<bool>(page, $"() => Boolean({expression})")) return true;
        if (await page.QuerySelectorAsync("dialog#sure[open] button.primary") is { } yes) await yes.ClickAsync();
        return false;
    }, expression);

    /// <summary>Presses the submit button, agrees where the page asks whether one is sure, and waits for what comes next.</summary>
    public async Task SubmitAsync(bool byKeyboard = false)
    {
        var before = await AssignmentAsync();
        if (byKeyboard) await Page.Keyboard.PressAsync("Control+Enter");
        else await Page.ClickAsync("#answer button[type=submit]");
        await AgreeAsync(before);
    }

    /// <summary>Waits for the next item; a question whether one is sure is answered with yes.</summary>
    public Task AgreeAsync(string? before) => Patience.UntilAsync(async () =>
    {
        if (await AssignmentAsync() != before && await Page.QuerySelectorAsync("dialog[open]") is null) return true;
        if (await Page.QuerySelectorAsync("dialog#sure[open] button.primary, dialog#explanation[open] button.primary") is { } yes) await yes.ClickAsync();
        return false;
    }, $"the item {before} went");

    /// <summary>The standing answers of the record.</summary>
    public async Task<IReadOnlyList<Answered>> StandingAsync()
    {
        var events = new List<FeedbackEvent>();
        await foreach (var one in _site.Store.Log.ReadAsync()) events.Add(one.Event);
        return StandingAnswers.Of(events);
    }

    /// <summary>All events of a kind.</summary>
    public async Task<IReadOnlyList<T>> EventsAsync<T>() where T : FeedbackEvent
    {
        var events = new List<T>();
        await foreach (var one in _site.Store.Log.ReadAsync()) if (one.Event is T right) events.Add(right);
        return events;
    }

    /// <summary>What an expression is; asked again where the page was just giving way to the next.</summary>
    private static async Task<T> AskAsync<T>(IPage page, string expression)
    {
        while (true)
        {
            try
            {
                return await page.EvaluateAsync<T>(expression);
            }
            catch (PlaywrightException problem) when (problem.Message.Contains("context was destroyed", StringComparison.Ordinal))
            {
                await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
            }
        }
    }

    public async ValueTask DisposeAsync() => await Window.DisposeAsync();
}

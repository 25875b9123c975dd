using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Xunit;

namespace Heed.Labelling.Tests.Browser;

/// <summary>Going back to earlier answers, and on again.</summary>
[Collection("browser")]
public sealed class HistoryTests(Chromium chromium)
{
    [Fact]
    public async Task Undo_brings_the_last_answer_back_and_the_change_takes_its_place()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var first = await rater.AssignmentAsync();
        await rater.Page.Keyboard.PressAsync("1");
        await rater.SubmitAsync();
        await rater.Page.Keyboard.PressAsync("u");
        await Rater.UntilAsync(rater.Page, $"document.querySelector('#answer').dataset.assignment === '{first}'");
        Assert.True(await rater.Page.IsCheckedAsync("[name=choice][value='1']"));
        await rater.Page.Keyboard.PressAsync("8");
        await rater.SubmitAsync();

        var answer = Assert.Single(await rater.StandingAsync());
        Assert.Equal(8, ((ComparisonAnswer)answer.Answer.AsShown(answer.Shown!.Order)).Point());
        Assert.Equal(2, (await rater.EventsAsync<Answered>()).Count);
        Assert.NotNull(answer.Supersedes);
        Assert.NotNull(await rater.AssignmentAsync());
    }

    [Fact]
    public async Task Undo_reaches_the_answers_of_before_the_page_was_loaded_and_my_figures_open_one()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(3));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var visited = new List<string?>();
        foreach (var point in "12")
        {
            visited.Add(await rater.AssignmentAsync());
            await rater.Page.Keyboard.PressAsync($"{point}");
            await rater.SubmitAsync();
        }
        await rater.Page.ReloadAsync();
        await Rater.UntilAsync(rater.Page, "document.documentElement.dataset.ready === 'true'");
        foreach (var at in new[] { 1, 0 })
        {
            await rater.Page.Keyboard.PressAsync("u");
            await Rater.UntilAsync(rater.Page, $"document.querySelector('#answer').dataset.assignment === '{visited[at]}'");
            Assert.True(await rater.Page.IsCheckedAsync($"[name=choice][value='{at + 1}']"));
        }
        await rater.Page.GotoAsync($"{site.Address}/p/main/me");
        await rater.Page.ClickAsync($"a[href$='again={visited[0]}']");
        await Rater.UntilAsync(rater.Page, $"document.querySelector('#answer')?.dataset.assignment === '{visited[0]}'");
    }

    [Fact]
    public async Task J_and_K_walk_through_earlier_answers_and_change_nothing_that_is_not_submitted()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(3));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var visited = new List<string?>();
        foreach (var point in "12")
        {
            visited.Add(await rater.AssignmentAsync());
            await rater.Page.Keyboard.PressAsync($"{point}");
            await rater.SubmitAsync();
        }
        visited.Add(await rater.AssignmentAsync());
        foreach (var (key, at) in new[] { ("k", 1), ("k", 0), ("j", 1), ("k", 0), ("j", 1), ("j", 2) })
        {
            await rater.Page.Keyboard.PressAsync(key);
            await Rater.UntilAsync(rater.Page, $"document.querySelector('#answer').dataset.assignment === '{visited[at]}'");
            if (at < 2) Assert.True(await rater.Page.IsCheckedAsync($"[name=choice][value='{at + 1}']"));
        }
        Assert.Equal(2, (await rater.EventsAsync<Answered>()).Count);

        foreach (var at in new[] { 1, 0 })
        {
            await rater.Page.Keyboard.PressAsync("k");
            await Rater.UntilAsync(rater.Page, $"document.querySelector('#answer').dataset.assignment === '{visited[at]}'");
        }
        await rater.Page.Keyboard.PressAsync("7");
        await rater.SubmitAsync();
        Assert.Equal([2, 7], (await rater.StandingAsync()).Select(a => ((ComparisonAnswer)a.Answer.AsShown(a.Shown!.Order)).Point()!.Value).Order());
    }
}

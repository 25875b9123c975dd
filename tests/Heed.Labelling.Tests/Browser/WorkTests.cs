using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Browser;

/// <summary>What goes on around an answer: changes of mind, two tabs, no network, undo, skips, drafts, practice.</summary>
[Collection("browser")]
public sealed class WorkTests(Chromium chromium)
{
    [Fact]
    public async Task The_click_path_5_4_5_4_5_ends_as_5_and_says_how_often_it_changed()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        foreach (var point in "54545") await rater.Page.ClickAsync($"label:has([name=choice][value='{point}'])");
        await rater.SubmitAsync();
        var answer = Assert.Single(await rater.StandingAsync());
        Assert.Equal(5, ((ComparisonAnswer)answer.Answer.AsShown(answer.Shown!.Order)).Point());
        Assert.Equal((5, true), (answer.Timing!.Changes, answer.Timing.ReadToEnd));
        Assert.Matches(@"^\d+\.\d+\.\d+\+[0-9a-f]{12}$", answer.Shown.Build!);
        Assert.False(answer.Shown.Truncated);
    }

    [Fact]
    public async Task Without_the_network_answers_wait_on_the_device_and_arrive_once_when_it_is_back()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(4));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await Rater.UntilAsync(rater.Page, "document.getElementById('work').dataset.ahead === '2'");
        await rater.Window.SetOfflineAsync(true);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await rater.Page.Keyboard.PressAsync("2");
            await rater.SubmitAsync();
        }
        await Rater.UntilAsync(rater.Page, "document.getElementById('outbox').textContent.includes('3 answers wait')");
        Assert.Empty(await rater.StandingAsync());

        await rater.Window.SetOfflineAsync(false);
        await rater.Page.WaitForSelectorAsync("#answer");
        await Rater.UntilAsync(rater.Page, "document.getElementById('outbox').hidden");
        Assert.Equal(3, (await rater.EventsAsync<Answered>()).Count);
        Assert.Equal(3, (await rater.StandingAsync()).Count);
    }

    [Fact]
    public async Task An_answer_that_waits_survives_that_the_page_is_closed()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Window.SetOfflineAsync(true);
        await rater.Page.Keyboard.PressAsync("3");
        await rater.SubmitAsync();
        await rater.Page.CloseAsync();
        await rater.Window.SetOfflineAsync(false);
        var page = await rater.Window.NewPageAsync();
        await page.GotoAsync($"{site.Address}/p/main");
        await Patience.UntilAsync(async () => (await rater.StandingAsync()).Count == 1, "the answer arrived");
    }

    [Fact]
    public async Task Two_tabs_that_answer_the_same_item_leave_one_answer()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var second = await rater.Window.NewPageAsync();
        await second.GotoAsync($"{site.Address}/p/main");
        await second.WaitForSelectorAsync("html[data-ready=true]", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        Assert.Equal(await rater.AssignmentAsync(), await second.EvaluateAsync<string>("document.querySelector('#answer').dataset.assignment"));
        await rater.Page.Keyboard.PressAsync("1");
        await rater.SubmitAsync();
        await second.Keyboard.PressAsync("8");
        await second.ClickAsync("#answer button[type=submit]");
        await Rater.SureUntilAsync(second, "document.querySelector('[data-state=nothingleft]')");
        var answer = Assert.Single(await rater.StandingAsync());
        Assert.Equal(8, ((ComparisonAnswer)answer.Answer.AsShown(answer.Shown!.Order)).Point());
    }

    [Fact]
    public async Task A_draft_is_there_again_after_the_page_is_loaded_anew()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.Keyboard.PressAsync("6");
        await rater.Page.FillAsync("[name=comment]", "half a thought");
        await rater.Page.RunAndWaitForResponseAsync(() => rater.Page.Keyboard.PressAsync("Control+s"),
            r => r.Request.Method == "PUT" && r.Request.PostData?.Contains("half a thought", StringComparison.Ordinal) == true && r.Ok);
        await rater.Page.ReloadAsync();
        await rater.ReadyAsync();
        Assert.Equal("half a thought", await rater.Page.InputValueAsync("[name=comment]"));
        Assert.True(await rater.Page.IsCheckedAsync("[name=choice][value='6']"));
    }

    [Fact]
    public async Task A_skip_asks_why_and_the_next_item_comes()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var first = await rater.AssignmentAsync();
        await rater.Page.Keyboard.PressAsync("s");
        await rater.Page.ClickAsync("#skip button[value=unclear]");
        await rater.GoneAsync(first);
        Assert.Equal("unclear", Assert.Single(await rater.EventsAsync<Skipped>()).Reason);
    }

    [Fact]
    public async Task What_differs_between_two_responses_is_shown_and_changes_nothing_of_the_answer()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(Comparison.Of(Sample.Ask(1), Sample.Answer("The sky is blue. " + string.Concat(Enumerable.Repeat("So it is. ", 600))), Sample.Answer("The sea is blue. " + string.Concat(Enumerable.Repeat("So it was. ", 900)))))]);
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.Keyboard.PressAsync("d");
        await Rater.UntilAsync(rater.Page, "document.querySelectorAll('[data-differences] ins').length > 0");
        Assert.Empty(await Chromium.ViolationsAsync(rater.Page));
        await rater.Page.ClickAsync("label:has([data-together])");
        await rater.Page.EvaluateAsync("() => { const reading = document.querySelector('.reading'); reading.scrollTop = reading.scrollHeight; }");
        await Rater.UntilAsync(rater.Page, "[...document.querySelectorAll('.reading')].every(r => r.scrollTop + r.clientHeight >= r.scrollHeight - 2)");
        await rater.Page.Keyboard.PressAsync("4");
        await rater.SubmitAsync();
        Assert.Equal(1, Assert.Single(await rater.StandingAsync()).Timing!.Changes);
    }

    [Fact]
    public async Task A_question_about_an_item_is_asked_by_keyboard_and_work_goes_on()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var item = await rater.AssignmentAsync();
        await rater.Page.Keyboard.PressAsync("a");
        await rater.Page.Keyboard.TypeAsync("Does tone count?");
        Assert.Empty(await Chromium.ViolationsAsync(rater.Page));
        await rater.Page.ClickAsync("#ask button.primary");
        await Rater.UntilAsync(rater.Page, "document.getElementById('state').textContent === 'Your question was sent.'");
        Assert.Equal(item, await rater.AssignmentAsync());
        Assert.Equal("Does tone count?", Assert.Single(await rater.EventsAsync<QuestionAsked>()).Text);
    }

    [Fact]
    public async Task Going_back_after_an_answer_sends_nothing_twice()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.Keyboard.PressAsync("3");
        await rater.SubmitAsync();
        await rater.Page.GotoAsync($"{site.Address}/p/main/guidelines");
        await rater.Page.GoBackAsync();
        await rater.ReadyAsync();
        await Rater.UntilAsync(rater.Page, "document.getElementById('work').dataset.ahead");
        Assert.Single(await rater.EventsAsync<Answered>());
        Assert.NotNull(await rater.AssignmentAsync());
        await rater.Page.Keyboard.PressAsync("5");
        await rater.SubmitAsync();
        Assert.Equal(2, (await rater.StandingAsync()).Select(a => a.ItemId).Distinct().Count());
    }

    [Fact]
    public async Task Practice_is_explained_at_once_and_does_not_count()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(Sample.Pair()) { Purpose = Purpose.Practice, Known = new KnownAnswer(new ComparisonAnswer(Verdict.First), "Because the first is right.") }, .. Sample.Pairs(2).Skip(1)]);
        await using var rater = await Rater.EnterAsync(chromium, site);
        Assert.Contains("Practice", await rater.Page.TextContentAsync(".practice"), StringComparison.Ordinal);
        await rater.Page.Keyboard.PressAsync("1");
        await rater.Page.ClickAsync("#answer button[type=submit]");
        await Rater.SureUntilAsync(rater.Page, "document.querySelector('dialog#explanation[open]')");
        Assert.Contains("Because the first is right.", await rater.Page.TextContentAsync("#explanation"), StringComparison.Ordinal);
        await rater.Page.ClickAsync("#explanation button");
        await Rater.UntilAsync(rater.Page, "document.querySelector('#answer') && !document.querySelector('.practice')");
    }

    [Fact]
    public async Task An_edit_of_the_better_response_shows_what_it_changes_and_is_kept_with_the_answer()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.Keyboard.PressAsync("8");
        await rater.Page.Keyboard.PressAsync("c");
        await Rater.UntilAsync(rater.Page, "document.querySelector('[name=edit]').value !== ''");
        var better = await rater.Page.InputValueAsync("[name=edit]");
        Assert.Equal(await rater.Page.TextContentAsync("[data-raw-text='2']"), better);
        await rater.Page.FillAsync("[name=edit]", better + " and more");
        Assert.Equal(" and more", await rater.Page.TextContentAsync(".diff ins"));
        await rater.SubmitAsync();
        var answer = Assert.Single(await rater.StandingAsync());
        Assert.Equal(new AnswerEdit(1, better + " and more"), answer.Answer.AsShown(answer.Shown!.Order).Notes!.Edit);
    }

    [Fact]
    public async Task Marked_content_is_veiled_until_it_is_asked_for_and_can_be_opted_out_of()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(Sample.Pair()) { Warnings = ["violence"] }]);
        await using var rater = await Rater.EnterAsync(chromium, site);
        Assert.NotNull(await rater.Page.QuerySelectorAsync("#answer.veiled"));
        await rater.Page.ClickAsync("[data-reveal]");
        Assert.Null(await rater.Page.QuerySelectorAsync(".veiled"));
        await rater.Page.GotoAsync($"{site.Address}/p/main/me");
        await rater.Page.ClickAsync("label:has([name=warning][value=violence])");
        await rater.Page.ClickAsync("form[action$=opt-outs] button");
        Assert.True(await rater.Page.IsCheckedAsync("[name=warning][value=violence]"));
    }

    [Fact]
    public async Task What_is_marked_is_veiled_where_it_may_be_edited_too()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(CorrectionItem.Of(Sample.Ask(1), Sample.Answer("a marked text"))) { Warnings = ["violence"] }]);
        await using var rater = await Rater.EnterAsync(chromium, site);
        const string hidden = "[...document.querySelectorAll('#answer textarea[name=text], #answer .prose, #answer .diff')].map(e => getComputedStyle(e).filter)";
        Assert.All(await rater.Page.EvaluateAsync<string[]>(hidden), f => Assert.StartsWith("blur(", f, StringComparison.Ordinal));
        await rater.Page.ClickAsync("[data-reveal]");
        Assert.All(await rater.Page.EvaluateAsync<string[]>(hidden), f => Assert.Equal("none", f));
    }

    [Fact]
    public async Task Nothing_is_chosen_before_somebody_chooses_and_without_a_choice_nothing_is_sent()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        Assert.Null(await rater.Page.QuerySelectorAsync("[name=choice]:checked"));
        await rater.Page.ClickAsync("#answer button[type=submit]");
        Assert.Equal("Choose one.", await rater.Page.TextContentAsync(".problem"));
        Assert.Empty(await rater.StandingAsync());
    }

    [Fact]
    public async Task Single_keys_write_letters_in_a_text_and_can_be_switched_off()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.FocusAsync("[name=comment]");
        await rater.Page.Keyboard.TypeAsync("1 u s");
        Assert.Equal("1 u s", await rater.Page.InputValueAsync("[name=comment]"));
        Assert.Null(await rater.Page.QuerySelectorAsync("[name=choice]:checked"));
        await rater.Page.GotoAsync($"{site.Address}/account");
        await rater.Page.UncheckAsync("[name=single]");
        await rater.Page.ClickAsync("form[action='/account/keyboard'] button");
        await rater.Page.GotoAsync($"{site.Address}/p/main");
        await rater.ReadyAsync();
        await rater.Page.Keyboard.PressAsync("1");
        Assert.Null(await rater.Page.QuerySelectorAsync("[name=choice]:checked"));
    }

    [Fact]
    public async Task A_demonstration_may_begin_with_the_suggestion_and_the_record_says_that_it_did()
    {
        await using var site = await Site.StartAsync();
        var item = DemonstrationItem.Of(Sample.Ask(1), suggestion: new Candidate("my first draft", Sample.SecretModel));
        await site.AddAsync("main", [new QueuedItem(item)], p => p with { SuggestionShare = 1 });
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.ClickAsync("[data-suggest]");
        await Rater.UntilAsync(rater.Page, "document.querySelector('[name=\"turn.0.text\"]').value === 'my first draft'");
        await rater.Page.FillAsync("[name='turn.0.text']", "my better draft");
        Assert.Equal("better", await rater.Page.TextContentAsync(".diff ins"));
        await rater.SubmitAsync();
        var answer = Assert.Single(await rater.StandingAsync());
        Assert.True(((DemonstrationAnswer)answer.Answer).FromSuggestion);
        Assert.True(answer.Shown!.Suggestion);
    }

    [Fact]
    public async Task The_control_arm_sees_no_suggestion()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(DemonstrationItem.Of(Sample.Ask(1), suggestion: new Candidate("my first draft", Sample.SecretModel)))], p => p with { SuggestionShare = 0 });
        await using var rater = await Rater.EnterAsync(chromium, site);
        Assert.Null(await rater.Page.QuerySelectorAsync("[data-suggest]"));
        Assert.DoesNotContain("my first draft", await rater.Page.ContentAsync(), StringComparison.Ordinal);
    }
}

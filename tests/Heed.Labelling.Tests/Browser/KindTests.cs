using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Labelling.Tests.Browser;

/// <summary>Every kind of item, answered by mouse, by keyboard alone and on a small phone; axe-core looks at each.</summary>
[Collection("browser")]
[Trait("Kind", "Long")]
public sealed class KindTests(Chromium chromium)
{
    private static readonly Candidate A = Sample.Answer("alpha beta"), B = Sample.Answer("gamma delta"), C = Sample.Answer("epsilon");
    private static readonly Prompt Prompt = Sample.Ask(1);

    private static readonly Form Questions = new()
    {
        Title = "Questions",
        Fields =
        [
            new() { Name = "one", Kind = FieldKind.Choice, Options = ["x", "y"] }, new() { Name = "many", Kind = FieldKind.Choices, Options = ["p", "q"], Required = false },
            new() { Name = "yes", Kind = FieldKind.YesNo }, new() { Name = "number", Kind = FieldKind.Number, Low = 0, High = 10 }, new() { Name = "words", Kind = FieldKind.Text }, new() { Name = "clear", Kind = FieldKind.Scale, PerAnswer = true },
        ],
    };

    private static readonly Dictionary<string, FeedbackItem> Items = new()
    {
        ["comparison"] = Comparison.Of(Prompt, A, B),
        ["ranking"] = RankingItem.Of(Prompt, [A, B, C]),
        ["rating"] = RatingItem.Of(Prompt, [A], [new("helpfulness"), new("correctness", 0, 2, ["none", "some", "all"])]),
        ["thumb"] = ThumbItem.Of(Prompt, A),
        ["correction"] = CorrectionItem.Of(Prompt, A),
        ["demonstration"] = DemonstrationItem.Of(Prompt),
        ["both sides"] = DemonstrationItem.Of(Prompt, bothSides: true),
        ["spans"] = SpanItem.Of(Prompt, A, ["pii", "false"]),
        ["reward"] = RewardItem.Of(Prompt, A),
        ["form"] = FormItem.Of(Prompt, [A], Questions),
    };

    public static TheoryData<string, string> Ways => [.. from kind in Items.Keys from way in new[] { "mouse", "keyboard", "phone" } select (kind, way)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_kind_is_answered_every_way(string kind, string way)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [new QueuedItem(Items[kind])]);
        await using var rater = await Rater.EnterAsync(chromium, site, width: way == "phone" ? 360 : 1280);
        Assert.Empty(await Chromium.ViolationsAsync(rater.Page));
        Assert.Equal(0, await rater.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        await (way == "keyboard" ? ByKeyboardAsync(rater, kind) : ByPointerAsync(rater, kind));
        await rater.SubmitAsync(way == "keyboard");

        var answer = Assert.Single(await rater.StandingAsync());
        Assert.Empty(answer.Answer.Problems(Items[kind]));
        Expect(answer.Shown is { } shown ? answer.Answer.AsShown(shown.Order) : answer.Answer);
        Assert.Empty(rater.Errors);
        Assert.Empty(rater.ForeignRequests);
    }

    private static void Expect(Answer answer)
    {
        switch (answer)
        {
            case ComparisonAnswer comparison: Assert.Equal(7, comparison.Point()); break;
            case RankingAnswer ranking: Assert.Equal([2, 1, 2], ranking.Ranks); break;
            case RatingAnswer rating: Assert.Equal([new AnswerScore(0, "helpfulness", 4), new AnswerScore(0, "correctness", 2)], rating.Scores); break;
            case ThumbAnswer thumb: Assert.False(thumb.Up); break;
            case CorrectionAnswer correction: Assert.Equal("alpha beta!", correction.Text); break;
            case DemonstrationAnswer { Messages.Count: 1 } demonstration: Assert.Equal("what to say", demonstration.Messages[0].Content); break;
            case DemonstrationAnswer demonstration: Assert.Equal(["assistant: one", "user: two", "assistant: three"], demonstration.Messages.Select(m => $"{m.Role}: {m.Content}")); break;
            case SpanAnswer spans: Assert.Equal([new Span(0, 5, "pii")], spans.Spans); break;
            case RewardAnswer reward: Assert.Equal(0.5, reward.Reward); break;
            case FormAnswer form: Assert.Equal(["one=y", "many=p,q", "yes=no", "number=3.5", "words=some", "clear=4"], form.Entries.OrderBy(e => Questions.Fields.ToList().FindIndex(f => f.Name == e.Field)).Select(e => $"{e.Field}={string.Join(',', e.Values)}")); break;
            default: Assert.Fail(answer.GetType().Name); break;
        }
    }

    private static async Task ByPointerAsync(Rater rater, string kind)
    {
        var page = rater.Page;
        switch (kind)
        {
            case "comparison": await page.ClickAsync("label:has([name=choice][value='7'])"); break;
            case "ranking":
                await page.SelectOptionAsync("[name='rank.0']", "2");
                await page.SelectOptionAsync("[name='rank.1']", "1");
                await page.SelectOptionAsync("[name='rank.2']", "2");
                break;
            case "rating":
                await page.ClickAsync("label:has([name='score.0.helpfulness'][value='4'])");
                await page.ClickAsync("label:has([name='score.0.correctness'][value='2'])");
                break;
            case "thumb": await page.ClickAsync("label:has([name=thumb][value=down])"); break;
            case "correction": await page.FillAsync("[name=text]", "alpha beta!"); break;
            case "demonstration": await page.FillAsync("[name='turn.0.text']", "what to say"); break;
            case "both sides":
                await page.FillAsync("[name='turn.0.text']", "one");
                await page.ClickAsync("[data-add-turn]");
                await page.FillAsync("[name='turn.1.text']", "two");
                await page.ClickAsync("[data-add-turn]");
                await page.FillAsync("[name='turn.2.text']", "three");
                break;
            case "spans":
                await page.EvaluateAsync("document.querySelector('[data-source]').setSelectionRange(0, 5)");
                await page.ClickAsync("[data-label=pii]");
                break;
            case "reward": await page.ClickAsync("label:has([name=reward][value='0.5'])"); break;
            case "form":
                await page.ClickAsync("label:has([name='form.one'][value=y])");
                await page.ClickAsync("label:has([name='form.many'][value=p])");
                await page.ClickAsync("label:has([name='form.many'][value=q])");
                await page.ClickAsync("label:has([name='form.yes'][value=no])");
                await page.FillAsync("[name='form.number']", "3.5");
                await page.FillAsync("[name='form.words']", "some");
                await page.ClickAsync("label:has([name='form.clear.0'][value='4'])");
                break;
        }
    }

    /// <summary>Keys only: single keys where the page has them, else Tab, arrows and letters as in any form.</summary>
    private static async Task ByKeyboardAsync(Rater rater, string kind)
    {
        var (page, keys) = (rater.Page, rater.Page.Keyboard);
        async Task To(string selector)
        {
            for (var i = 0; i < 120; i++)
            {
                if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector)) return;
                await keys.PressAsync("Tab");
            }
            Assert.Fail($"Tab never comes to {selector}");
        }
        switch (kind)
        {
            case "comparison": await keys.PressAsync("7"); break;
            case "ranking":
                // Cards move as their ranks change, so each is gone to by name.
                foreach (var (place, rank) in new[] { (0, "2"), (1, "1"), (2, "2") })
                {
                    await To($"[name='rank.{place}']");
                    await keys.PressAsync(rank);
                }
                break;
            case "rating":
                await To("[name='score.0.helpfulness']");
                await keys.PressAsync("Space");
                for (var i = 0; i < 3; i++) await keys.PressAsync("ArrowRight");
                await To("[name='score.0.correctness']");
                await keys.PressAsync("Space");
                for (var i = 0; i < 2; i++) await keys.PressAsync("ArrowRight");
                break;
            case "thumb": await keys.PressAsync("2"); break;
            case "correction":
                await keys.PressAsync("c");
                await keys.PressAsync("Control+End");
                await keys.TypeAsync("!");
                break;
            case "demonstration":
                await keys.PressAsync("c");
                await keys.TypeAsync("what to say");
                break;
            case "both sides":
                await To("[name='turn.0.text']");
                await keys.TypeAsync("one");
                await To("[data-add-turn]");
                await keys.PressAsync("Enter");
                await keys.TypeAsync("two");
                await To("[data-add-turn]");
                await keys.PressAsync("Enter");
                await keys.TypeAsync("three");
                break;
            case "spans":
                await keys.PressAsync("m");
                await keys.PressAsync("Control+Home");
                for (var i = 0; i < 5; i++) await keys.PressAsync("Shift+ArrowRight");
                await To("[data-label=pii]");
                await keys.PressAsync("Enter");
                break;
            case "reward": await keys.PressAsync("4"); break;
            case "form":
                await To("[name='form.clear.0']");
                await keys.PressAsync("Space");
                for (var i = 0; i < 3; i++) await keys.PressAsync("ArrowRight");
                await To("[name='form.one']");
                await keys.PressAsync("Space");
                await keys.PressAsync("ArrowRight");
                await To("[name='form.many'][value=p]");
                await keys.PressAsync("Space");
                await To("[name='form.many'][value=q]");
                await keys.PressAsync("Space");
                await To("[name='form.yes']");
                await keys.PressAsync("Space");
                await keys.PressAsync("ArrowRight");
                await To("[name='form.number']");
                await keys.TypeAsync("3.5");
                await To("[name='form.words']");
                await keys.TypeAsync("some");
                break;
        }
    }
}

using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Labelling.Tests.Rendering;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Labelling.Tests.Browser;

/// <summary>The collection of attacks, shown in a browser as prompt, response and guidelines.</summary>
[Collection("browser")]
public sealed class AttackTests(Chromium chromium)
{
    [Fact]
    public async Task No_script_of_the_collection_runs_and_no_request_leaves()
    {
        await using var site = await Site.StartAsync();
        var items = XssCollection.All.Chunk(10).Select((some, i) => new QueuedItem(RankingItem.Of(
            new Prompt($"p{i}", new Conversation([.. some.Select(Message.FromUser)])), [.. some.Select(Sample.Answer)])));
        await site.Opening.AddAsync(new FeedbackProject("main", "<img src=x onerror=alert(1)>") { SharedShare = 0 }, items, string.Join("\n\n", XssCollection.All));
        await using var rater = await Rater.EnterAsync(chromium, site);
        var seen = 0;
        for (; await rater.AssignmentAsync() is { } assignment; seen++)
        {
            foreach (var toggle in await rater.Page.QuerySelectorAllAsync("[data-toggle=raw]")) await toggle.ClickAsync();
            Assert.Equal(0, await rater.Page.EvaluateAsync<int>("document.querySelectorAll('.prose script, .prose img, .prose svg, .prose iframe, .prose object, .prose embed, .prose form, .prose input, .prose style, .prose link, .prose meta, .prose [onclick], .prose [style]').length"));
            await rater.Page.ClickAsync("[data-action=skip]");
            await rater.Page.ClickAsync("#skip button[value=harmful]");
            await rater.GoneAsync(assignment);
        }
        Assert.Equal((XssCollection.All.Length + 9) / 10, seen);
        Assert.Empty(rater.Errors);
        Assert.Empty(rater.ForeignRequests);
    }

    [Fact]
    public async Task A_script_that_got_into_a_page_would_not_run()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await using var rater = await Rater.EnterAsync(chromium, site);
        await rater.Page.EvaluateAsync("""
            () => {
              const script = document.createElement('script');
              try { script.textContent = 'window.ran = true'; document.body.append(script); } catch { }
              const image = document.createElement('img');
              try { image.setAttribute('onerror', 'window.ran = true'); } catch { }
              image.addEventListener('error', () => { document.body.dataset.failed = 'true'; });
              image.src = 'data:,x';
              document.body.append(image);
            }
            """);
        await Rater.UntilAsync(rater.Page, "document.body.dataset.failed");
        Assert.False(await rater.Page.EvaluateAsync<bool>("window.ran === true"));
    }
}

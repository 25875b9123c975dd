using Heed.Feedback.Assignment;
using Heed.Labelling.Loading;
using Microsoft.Playwright;
using Xunit;

namespace Heed.Labelling.Tests.Browser;

/// <summary>How pages look to those who see them otherwise: small, magnified, dark, from right to left, by a screen reader. The pictures of docs/labelling.md come from here.</summary>
[Collection("browser")]
[Trait("Kind", "Long")]
public sealed class LookTests(Chromium chromium)
{
    private const string Overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("en", ColorScheme.Dark, 1280)]
    [InlineData("ar", ColorScheme.Light, 1280)]
    [InlineData("en", ColorScheme.Light, 640)] // 1280 at 200 %
    [InlineData("ar", ColorScheme.Dark, 360)]
    public async Task Every_page_of_a_rater_passes_axe_and_fits(string language, ColorScheme scheme, int width)
    {
        await using var site = await Site.StartAsync();
        await site.Opening.AddAsync(DemoProject.Project, DemoProject.Items());
        await using var rater = await Rater.EnterAsync(chromium, site, "demo", width, language);
        await rater.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await AssertFineAsync(rater.Page, language);
        foreach (var path in new[] { "/", "/account", "/p/demo/guidelines", "/p/demo/me", "/p/demo/questions", "/p/demo" })
        {
            await rater.Page.GotoAsync(site.Address + path);
            await AssertFineAsync(rater.Page, language);
        }
        await rater.ReadyAsync();
        await rater.Page.Keyboard.PressAsync("?");
        await AssertFineAsync(rater.Page, language);
    }

    [Fact]
    public async Task Pages_before_signing_in_pass_axe_and_fit()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        await using var window = await chromium.OpenAsync(360);
        var page = await window.NewPageAsync();
        foreach (var address in new[] { $"{site.Address}/sign-in", (await site.Opening.InviteAsync("main", 1))[0], $"{site.Address}/invitation/none" })
        {
            await page.GotoAsync(address);
            await AssertFineAsync(page, "en");
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_page_of_a_manager_passes_axe_and_fits(ColorScheme scheme, int width)
    {
        await using var site = await Site.StartAsync();
        await Crowd.FillAsync(site);
        await using var manager = await Rater.EnterAsync(chromium, site, "main", width);
        await Crowd.PromoteAsync(site);
        await manager.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        foreach (var path in Crowd.Pages)
        {
            await manager.Page.GotoAsync($"{site.Address}/manage/main{path}");
            await AssertFineAsync(manager.Page, "en");
        }
        await manager.Page.GotoAsync($"{site.Address}/manage/main/adjudication");
        await manager.Page.ClickAsync("table a");
        await AssertFineAsync(manager.Page, "en");
    }

    [Fact]
    public async Task Pictures_for_the_documentation_are_taken()
    {
        await using var site = await Site.StartAsync();
        await Crowd.FillAsync(site);
        await site.Opening.AddAsync(DemoProject.Project, DemoProject.Items().Where(i => i.Purpose == Purpose.Label));
        await using var rater = await Rater.EnterAsync(chromium, site, "demo", 1280, height: 860);
        await rater.Page.Keyboard.PressAsync("7");
        await TakeAsync(rater.Page, "labelling-comparison");
        await rater.SubmitAsync();
        await rater.Page.ClickAsync("[data-action=skip]");
        await rater.Page.ClickAsync("#skip button[value=expertise]");
        await rater.Page.WaitForSelectorAsync("[data-ranking]");
        await rater.Page.SelectOptionAsync("[name='rank.2']", "3");
        await rater.Page.SelectOptionAsync("[name='rank.0']", "1");
        await rater.Page.SelectOptionAsync("[name='rank.1']", "1");
        await TakeAsync(rater.Page, "labelling-ranking");
        await using var phone = await Rater.EnterAsync(chromium, site, "demo", 360, "ar", 780);
        await phone.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await TakeAsync(phone.Page, "labelling-phone-rtl-dark");
        await using var manager = await Rater.EnterAsync(chromium, site, "main", 1280, height: 860);
        await Crowd.PromoteAsync(site);
        foreach (var (path, name) in new[] { ("", "queue"), ("/agreement", "agreement"), ("/raters", "raters") })
        {
            await manager.Page.GotoAsync($"{site.Address}/manage/main{path}");
            await TakeAsync(manager.Page, $"labelling-{name}");
        }
    }

    /// <summary>Into docs where they are asked for anew, else into nothing: taking them must work, keeping them is a decision.</summary>
    private static async Task TakeAsync(IPage page, string name)
    {
        var picture = await page.ScreenshotAsync();
        Assert.True(picture.Length > 10_000);
        if (Environment.GetEnvironmentVariable("HEED_UPDATE_SNAPSHOTS") == "1") await File.WriteAllBytesAsync(Path.Combine(Docs, name + ".png"), picture);
    }

    private static string Docs
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Heed.slnx"))) folder = folder.Parent;
            return Path.Combine(folder.FullName, "docs");
        }
    }

    private static async Task AssertFineAsync(IPage page, string language)
    {
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.EvaluateAsync<string>("document.documentElement.dir"));
        Assert.Equal(0, await page.EvaluateAsync<int>(Overflow));
        Assert.Empty(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('svg.chart g')].filter(g => { const [words, bar] = [g.querySelector('text').getBBox(), g.querySelector('rect').getBBox()]; return words.x + words.width > bar.x; }).map(g => g.textContent)"));
        Assert.Empty(await Chromium.ViolationsAsync(page));
    }
}

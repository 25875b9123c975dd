using System.Diagnostics;
using System.Text.RegularExpressions;
using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Reports;

/// <summary>The page in a browser: Chromium, where one is installed. A frame stands for the screen, since a window has a least width.</summary>
public sealed partial class PageTests
{
    private const string Probe = """
        <script>
        const inside = e => e.closest('.scroll, nav, pre, svg, details:not([open])');
        const wide = [...document.body.querySelectorAll('*')].filter(e => !inside(e)).filter(e => e.getBoundingClientRect().right > innerWidth + 1);
        const small = [...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height).filter(h => h > 0).reduce((a, b) => Math.min(a, b), 99);
        parent.document.title = `width ${innerWidth} page ${document.documentElement.scrollWidth} beyond [${wide.map(e => e.tagName + '.' + e.className).slice(0, 5)}] text ${small.toFixed(1)}`;
        </script>
        </body>
        """;

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(960)]
    [InlineData(1280)]
    public void Nothing_reaches_beyond_the_page_and_plots_stay_legible(int width)
    {
        var seen = Look(new Report(ExampleRun.Whole()).ToHtml(), width);
        Assert.Equal(width, int.Parse(seen.Groups["width"].Value));
        Assert.True(int.Parse(seen.Groups["page"].Value) <= width, seen.Value);
        Assert.Equal("", seen.Groups["beyond"].Value);
        Assert.True(double.Parse(seen.Groups["text"].Value) >= 11, seen.Value);      // line height of about 10 px type
    }

    [Fact]
    public void A_page_with_every_section_missing_fits_a_phone_too()
    {
        var seen = Look(new Report(new ReportData("An empty run with a title of many words", DateTimeOffset.UnixEpoch)).ToHtml(), 360);
        Assert.True(int.Parse(seen.Groups["page"].Value) <= 360, seen.Value);
    }

    private static Match Look(string page, int width)
    {
        var browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "no Chromium is installed");
        using var folder = new TemporaryFolder();
        var file = folder.Write("page.html", $"<!DOCTYPE html><body>{Markup.Of($"<iframe style=\"width:{width}px;height:30000px;border:0\" srcdoc=\"{page.Replace("</body>", Probe)}\"></iframe>")}</body>");
        var (title, errors) = Open(browser!, folder.File("profile"), file);
        if (!title.Success) (title, errors) = Open(browser!, folder.File("again"), file);        // on a busy machine a browser may give up at its start
        Assert.True(title.Success, errors);
        return title;
    }

    private static (Match Title, string Errors) Open(string browser, string profile, string file)
    {
        var start = new ProcessStartInfo(browser, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--window-size=1400,900", "--dump-dom", $"file://{file}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var title = Title().Match(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return (title, $"{browser} ended with {process.ExitCode}: {errors.Result}");
    }

    [GeneratedRegex(@"<title>width (?<width>\d+) page (?<page>\d+) beyond \[(?<beyond>.*?)\] text (?<text>[\d.]+)</title>")]
    private static partial Regex Title();
}

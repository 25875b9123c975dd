using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Reports;

public sealed partial class ReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    [Fact]
    public void Its_structure_is_the_recorded_one()
    {
        var text = new StringBuilder();
        foreach (var section in Parse(ExampleRun.Whole()).Descendants(Html + "section"))
        {
            text.Append($"# {(string?)section.Attribute("id")}: {section.Element(Html + "h2")?.Value}\n");
            foreach (var figure in section.Descendants(Html + "figure"))
                text.Append($"{(string)figure.Attribute("id")!}: {figure.Descendants(Html + "h3").First().Value} [{figure.Descendants(Html + "span").First().Value.Trim()}] {Contents(figure)}\n");
        }
        Snapshot.Matches(Path.Combine(Folder(), "report-structure.txt"), text.ToString());
    }

    [Fact]
    public void Every_figure_says_what_it_shows_what_healthy_looks_like_and_what_its_numbers_say() =>
        Assert.All(Parse(ExampleRun.Whole()).Descendants(Html + "figure"), figure =>
        {
            var caption = figure.Element(Html + "figcaption")!.Elements(Html + "p").Select(p => p.Value).ToArray();
            Assert.Equal(3, caption.Length);
            Assert.All(caption, p => Assert.True(p.Length > 15, p));
            Assert.StartsWith("Healthy:", caption[1], StringComparison.Ordinal);
            Assert.Matches("^(Good|Look at it|Bad|Not judged): ", caption[2]);
        });

    [Fact]
    public void It_asks_nothing_of_the_network()
    {
        var page = new Report(ExampleRun.Whole()).ToHtml();
        Assert.DoesNotMatch(Outside(), page.Replace("http://www.w3.org/1999/xhtml", "").Replace("http://www.w3.org/2000/svg", ""));
        var elements = Parse(ExampleRun.Whole()).Descendants().Select(e => e.Name.LocalName).ToHashSet();
        Assert.Empty(elements.Intersect(["script", "link", "img", "iframe", "object", "embed"]));
    }

    [Fact]
    public void Links_lead_to_places_in_the_page_and_no_place_is_named_twice()
    {
        var page = Parse(ExampleRun.Whole());
        var places = page.Descendants().Attributes("id").Select(a => a.Value).ToArray();
        Assert.Equal(places.Distinct(), places);
        Assert.All(page.Descendants(Html + "a"), a => Assert.Contains(((string)a.Attribute("href")!)[1..], places));
    }

    [Fact]
    public void A_run_with_nothing_gives_a_page_that_says_why()
    {
        var empty = new ReportData("An empty run", DateTimeOffset.UnixEpoch) { Missing = new Dictionary<string, string> { ["Raters"] = "the preferences came from a file." } };
        var page = Parse(empty);
        Assert.Empty(page.Descendants(Html + "figure"));
        var missing = page.Descendants(Html + "p").Where(p => (string?)p.Attribute("class") == "missing").Select(p => p.Value).ToArray();
        Assert.Equal(10, missing.Length);
        Assert.Contains("Not in this report: the preferences came from a file.", missing);
        Assert.Contains("Not in this report: the run has no such stage.", missing);
        Assert.Contains("No policy was compared", page.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BaseModel")]
    [InlineData("Raters")]
    [InlineData("RewardModel")]
    [InlineData("Policy")]
    [InlineData("Optimisation")]
    [InlineData("Comparison")]
    public void Any_section_may_be_missing(string name)
    {
        var data = ExampleRun.Whole() with { };
        typeof(ReportData).GetProperty(name)!.SetValue(data, null);
        Assert.Contains(Parse(data).Descendants(Html + "p"), p => p.Value.StartsWith("Not in this report", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_a_model_or_a_person_wrote_becomes_a_tag()
    {
        const string attack = "<script>alert(1)</script>\"'&\u0000\u001b\ud800";
        var whole = ExampleRun.Whole();
        var comparison = whole.Comparison!;
        var data = whole with
        {
            Title = attack,
            Subtitle = attack,
            Raters = whole.Raters! with { Raters = [whole.Raters.Raters[^1] with { Name = attack, Flag = attack, Reason = attack }] },
            Run = whole.Run! with { Recipe = attack, Stages = [new(attack, 1, attack)] },
            Comparison = comparison with { Samples = [new SampleRow(attack, [new SampledAnswer(attack, attack, 1, 1)])], Models = [.. comparison.Models.Select(m => m with { Name = m.Name + attack })] },
        };
        var page = Parse(data);
        Assert.Empty(page.Descendants(Html + "script"));
        Assert.Contains(page.Descendants(Html + "p"), p => p.Value == "<script>alert(1)</script>\"'&\ufffd\ufffd\ufffd");
    }

    [Fact]
    public void Without_gold_the_reward_model_judges_and_the_verdict_is_careful()
    {
        var whole = ExampleRun.Whole();
        var comparison = whole.Comparison!;
        var data = whole with
        {
            Optimisation = [.. whole.Optimisation!.Select(p => p with { Gold = null })],
            Comparison = comparison with
            {
                Models = [.. comparison.Models.Select(m => m with { Gold = null })],
                Pairs = [.. comparison.Pairs.Select(p => p with { GoldWinRate = null, GoldDifference = null })],
            },
        };
        var page = Parse(data);
        Assert.Contains("by the reward model (there is no hidden truth to ask)", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants(Html + "figure"), f => (string)f.Attribute("id")! is "gold-means" or "gold-steps");
    }

    [Fact]
    public void A_file_of_it_is_written_where_asked()
    {
        var named = Environment.GetEnvironmentVariable("HEED_REPORT");
        var path = string.IsNullOrEmpty(named) ? Path.Combine(Path.GetTempPath(), $"heed-report-{Environment.ProcessId}.html") : named;
        new Report(ExampleRun.Whole()).Save(path);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        if (string.IsNullOrEmpty(named)) File.Delete(path);
    }

    private static string Contents(XElement figure) =>
        string.Join(' ', figure.Descendants().Select(e => e.Name.LocalName).Where(n => n is "svg" or "table" or "circle" or "path" or "rect").GroupBy(n => n).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key is "svg" or "table" ? $"{g.Key}×{g.Count()}" : g.Key).Distinct());

    private static XElement Parse(ReportData data) => XDocument.Parse(new Report(data).ToHtml()).Root!;

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"https?://|url\(|@import|src=")]
    private static partial Regex Outside();
}

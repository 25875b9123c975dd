using System.Text.RegularExpressions;
using System.Xml.Linq;
using Heed.Evaluation.Reports.RaterQuality;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Language.Texts;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Reports;

public sealed class RatersReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    [Fact]
    public void Every_figure_says_what_it_shows_what_healthy_looks_like_and_what_its_numbers_say()
    {
        var figures = Page(Inputs()).Descendants(Html + "figure").ToArray();
        Assert.True(figures.Length >= 12, $"{figures.Length} figures");
        Assert.All(figures, figure =>
        {
            var caption = figure.Element(Html + "figcaption")!.Elements(Html + "p").Select(p => p.Value).ToArray();
            Assert.Equal(3, caption.Length);
            Assert.StartsWith("Healthy:", caption[1], StringComparison.Ordinal);
            Assert.Matches("^(Good|Look at it|Bad|Not judged): ", caption[2]);
        });
    }

    [Fact]
    public void It_asks_nothing_of_the_network_and_runs_no_script()
    {
        var html = Text(Inputs());
        Assert.DoesNotMatch(new Regex("(src|href)=\"(?!#)", RegexOptions.IgnoreCase), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_a_rater_is_called_and_says_cannot_become_markup()
    {
        var inputs = Inputs();
        var page = Page(inputs with
        {
            Events = [.. inputs.Events, new RaterPaused("p", FixedClock.Start, "left", "t", "<b>always</b> the left", "x"), new RaterAppealed("a", FixedClock.Start, "left", "t", "<script>alert(1)</script>")],
        });
        Assert.Contains(page.Descendants(Html + "td"), td => td.Value == "<script>alert(1)</script>");
    }

    [Fact]
    public void It_names_the_groups_and_what_the_weights_change()
    {
        var page = Page(Inputs());
        Assert.Contains(page.Descendants(Html + "figure"), f => (string?)f.Attribute("id") == "groups-country");
        Assert.Contains(page.Descendants(Html + "figure"), f => (string?)f.Attribute("id") == "coverage");
    }

    [Fact]
    public void It_says_who_wrote_the_better_answers_and_how_each_group_agrees()
    {
        var page = Page(Inputs());
        var standings = page.Descendants(Html + "figure").Single(f => (string?)f.Attribute("id") == "standings-comparisons");
        Assert.Contains("cannot be told apart yet", standings.Value, StringComparison.Ordinal);        // both wrote alike
        var groups = page.Descendants(Html + "figure").Single(f => (string?)f.Attribute("id") == "groups-country");
        Assert.Contains(groups.Descendants(Html + "th"), th => th.Value == "Alpha");
    }

    [Fact]
    public void A_record_without_votes_makes_a_page_that_says_so() =>
        Assert.Contains("There are no votes yet.", Text(new QualityInputs([], [])), StringComparison.Ordinal);

    /// <summary>Kept for looking at, where a folder for it is named.</summary>
    [Fact]
    public void It_is_written_where_pictures_are_taken()
    {
        using var folder = new TemporaryFolder();
        var path = Environment.GetEnvironmentVariable("HEED_PICTURES") is { Length: > 0 } kept ? Path.Combine(kept, "feedback-report.html") : Path.Combine(folder.Path, "feedback-report.html");
        new RatersReport(new QualityAnalysis().Run(Inputs()), FixedClock.Start, "1.0").Save(path);
        Assert.True(new FileInfo(path).Length > 20_000);
    }

    private static string Text(QualityInputs inputs) => new RatersReport(new QualityAnalysis().Run(inputs), FixedClock.Start).ToHtml();

    private static XDocument Page(QualityInputs inputs) => XDocument.Parse(Text(inputs).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    /// <summary>Twenty good raters of two countries and five with faults judge 700 pairs of two models' answers over three weeks.</summary>
    private static QualityInputs Inputs()
    {
        var random = new SeededRandom(5, "raters-report");
        string[] raters = [.. Enumerable.Range(0, 20).Select(i => $"r-{i:00}"), "coin", "left", "long", "tired", "parrot"];
        var accuracy = raters.Select(_ => 0.76 + 0.18 * random.NextDouble()).ToArray();
        var items = Enumerable.Range(0, 700).Select(i => Comparison.Of(new Prompt($"p{i}", Conversation.Ask($"Question {i}?")), Written(random, "alpha"), Written(random, "beta"))).ToArray();
        var events = new List<FeedbackEvent>();
        var known = new Dictionary<string, Answer>();
        for (var i = 0; i < items.Length; i++)
        {
            var better = random.Chance(0.5);
            var gold = i % 12 == 0;
            if (gold) known[items[i].Id] = new ComparisonAnswer(better ? Verdict.First : Verdict.Second);
            var asked = Enumerable.Range(0, raters.Length).ToArray();
            random.Shuffle<int>(asked);
            bool? seen = null;
            foreach (var r in asked.Take(i % 3 == 0 ? 4 : 5).OrderBy(r => raters[r] == "parrot" ? 1 : 0))
            {
                var left = random.Chance(0.5);
                var says = raters[r] switch
                {
                    "coin" => random.Chance(0.5),
                    "left" => random.Chance(0.9) == left,
                    "long" => random.Chance(0.85) == items[i].LengthDifference > 0,
                    "tired" when i > 350 => random.Chance(0.5),
                    "parrot" when seen is { } copied => copied,
                    _ => random.Chance(accuracy[r]) == better,
                };
                if (raters[r] == "r-00") seen = says;
                events.Add(Said($"{i}/{r}", i, r, says, left, gold ? SamplingPolicy.Gold : SamplingPolicy.Random));
                if (i % 15 == 2) events.Add(Said($"{i}/{r}/again", i, r, random.Chance(0.88) == says, !left, SamplingPolicy.Repeat));
            }
        }
        return new QualityInputs(items, events)
        {
            Known = known,
            Attributes = raters.Select((name, i) => (name, i)).ToDictionary(r => r.name, r => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["country"] = r.i % 2 == 0 ? "UK" : "US" }),
            Population = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["country"] = new Dictionary<string, double> { ["UK"] = 0.2, ["US"] = 0.7, ["NZ"] = 0.1 } },
        };

        Answered Said(string id, int at, int rater, bool first, bool left, SamplingPolicy policy) =>
            new(id, FixedClock.Start.AddMinutes(40 * at + (policy == SamplingPolicy.Repeat ? 30_000 : rater)), items[at].Id, raters[rater], "test", new ComparisonAnswer(first ? Verdict.First : Verdict.Second))
            {
                Shown = new Shown(left ? [0, 1] : [1, 0]),
                Timing = new Timing(TimeSpan.FromSeconds((raters[rater] == "coin" ? 1.2 : 14) * Math.Exp(0.35 * random.NextGaussian()))),
                Sampling = new Sampling(policy),
            };
    }

    private static Candidate Written(SeededRandom random, string source)
    {
        var words = string.Join(' ', Enumerable.Repeat("word", random.Next(8, 90)));
        return new Candidate(random.Chance(0.3) ? $"## Answer\n\n- {words}\n- **more**" : words, source);
    }
}

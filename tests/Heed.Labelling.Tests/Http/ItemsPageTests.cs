using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store.Queue;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Managers add items, look at them by state, and take datasets out.</summary>
public sealed class ItemsPageTests
{
    [Fact]
    public async Task A_file_adds_its_items_and_a_second_time_none()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var file = "{\"prompt\": \"q1\", \"responses\": [\"a\", \"b\", \"c\"]}\n\n{\"prompt\": \"q2\", \"chosen\": \"a\", \"rejected\": \"mail ann@example.org\"}\n";
        Assert.Contains("3 new items", await SendAsync(manager, file, HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Contains("0 new items", await SendAsync(manager, file, HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Equal(3, (await site.Store.Queue.HealthAsync("main", Cancel)).Items);
        Assert.Equal(["personal-data"], await site.Store.Queue.WarningsAsync("main", Cancel));
        var item = Regex.Match(await manager.PageAsync("/manage/main/items?part=Open"), "/manage/main/items/([0-9a-f]{32})");
        Assert.Contains("q", await manager.PageAsync(item.Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_no_items_are_named_and_nothing_is_added()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var page = await SendAsync(manager, "{\"prompt\": \"q1\", \"responses\": [\"a\", \"b\"]}\nnonsense\n{\"prompt\": \"q\", \"kind\": \"form\", \"form\": \"/etc/passwd\"}\n", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("items.jsonl, line 2", page, StringComparison.Ordinal);
        Assert.Contains("items.jsonl, line 3", page, StringComparison.Ordinal);
        Assert.Contains("files of the site are not read", page, StringComparison.Ordinal);
        Assert.Equal(0, (await site.Store.Queue.HealthAsync("main", Cancel)).Items);
        Assert.Contains("role=\"alert\"", await SendAsync(manager, "", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_on_each_tile_of_the_queue_is_that_of_the_items_it_leads_to()
    {
        await using var site = await Site.StartAsync();
        var known = new KnownAnswer(new ComparisonAnswer(Verdict.First));
        await site.AddAsync("main", [.. Sample.Pairs(4), new QueuedItem(Sample.Pair(8)) { Purpose = Purpose.Gold, Known = known }, new QueuedItem(Sample.Pair(9)) { Purpose = Purpose.Practice, Known = known }]);
        await site.Store.Raters.AddAsync("ann");
        await site.Store.Raters.JoinAsync("main", "ann");
        await site.Store.Raters.AcknowledgeAsync("main", "ann", 1);
        var turn = await site.Store.Queue.NextAsync("main", "ann");
        await site.Store.Queue.SubmitAsync("ann", new Submission(turn.Lease!.Token, "k", new ComparisonAnswer(Verdict.First)), "test");
        await site.Store.Queue.NextAsync("main", "ann");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var tiles = Regex.Matches(await manager.PageAsync("/manage/main"), "<a href=\"([^\"]+items\\?part=\\w+)\">(\\d+)</a>");
        Assert.Equal(Enum.GetValues<QueuePart>().Length - 1, tiles.Count);
        foreach (Match tile in tiles) Assert.Contains($"<span class=\"soft\">{tile.Groups[2].Value} ", await manager.PageAsync(tile.Groups[1].Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_is_taken_out_as_one_file_and_its_version_is_in_the_record()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await site.Store.Raters.AddAsync("ann");
        await site.Store.Raters.JoinAsync("main", "ann");
        await site.Store.Raters.AcknowledgeAsync("main", "ann", 1);
        var turn = await site.Store.Queue.NextAsync("main", "ann");
        await site.Store.Queue.SubmitAsync("ann", new Submission(turn.Lease!.Token, "k", new ComparisonAnswer(Verdict.First)), "test");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        using var sent = await manager.PostFormAsync("/manage/main/export", new() { ["shape"] = "Pairs", ["weights"] = "Equal" });
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        await using var zip = new ZipArchive(await sent.Content.ReadAsStreamAsync());
        Assert.Equal(["DATASHEET.md", "dataset.json", "pairs.jsonl", "votes.jsonl"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        using var manifest = new StreamReader(await zip.GetEntry("dataset.json")!.OpenAsync(Cancel));
        var version = (string)JsonNode.Parse(await manifest.ReadToEndAsync(Cancel))!["version"]!;
        Assert.Contains(version, await manager.PageAsync("/manage/main/export/events.jsonl") + await FrozenAsync(site), StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"comparison\"", await manager.PageAsync("/manage/main/export/items.jsonl"), StringComparison.Ordinal);
        using var reviewer = await site.PersonAsync("main", ProjectRole.Reviewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.GetAsync("/manage/main/export/events.jsonl")).StatusCode);
        Assert.DoesNotContain("type=\"file\"", await reviewer.PageAsync("/manage/main/items"), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> FrozenAsync(Site site)
    {
        var all = new StringBuilder();
        await foreach (var one in site.Store.Log.ReadAsync(0, Cancel)) all.Append(Heed.Feedback.Events.FeedbackJson.Write(one.Event));
        return all.ToString();
    }

    private static async Task<string> SendAsync(Visitor manager, string lines, HttpStatusCode expected)
    {
        var csrf = Regex.Match(await manager.PageAsync("/session"), "\"csrf\":\"([^\"]+)\"").Groups[1].Value;
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(lines));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var form = new MultipartFormDataContent { { new StringContent(csrf), "csrf" }, { file, "file", "items.jsonl" }, { new StringContent("2"), "pairs" } };
        using var answer = await manager.Client.PostAsync("/manage/main/items", form);
        Assert.Equal(expected, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}

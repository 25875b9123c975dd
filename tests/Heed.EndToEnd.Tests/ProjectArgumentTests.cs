using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store;
using Heed.Language.Texts;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>Commands act on the project that they are told.</summary>
public sealed class ProjectArgumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_over_several_projects_asks_which_and_counts_the_votes_of_that_alone()
    {
        await RecordAsync("cats", "dogs", "dogs");
        var unnamed = HeedProcess.Run("feedback", "report", "--log", _folder.File("events.db"), "--out", _folder.File("report"));
        Assert.Equal(2, unnamed.ExitCode);
        Assert.Contains("cats, dogs", unnamed.Error, StringComparison.Ordinal);
        var named = HeedProcess.Run("feedback", "report", "--log", _folder.File("events.db"), "--project", "dogs", "--out", _folder.File("report"));
        Assert.Contains("2 votes on 2 pairs", named.Output + named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_over_one_project_needs_no_name()
    {
        await RecordAsync("cats");
        var report = HeedProcess.Run("feedback", "report", "--log", _folder.File("events.db"), "--out", _folder.File("report"));
        Assert.Contains("1 votes on 1 pairs", report.Output + report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_s_project_is_called_as_asked()
    {
        using (var site = HeedProcess.Start(["label", "demo", "--project", "tour", "--database", _folder.File("demo.db"), "--port", "0"]))
        {
            Assert.NotNull(await site.LineAsync());
            site.Interrupt();
            site.Wait();
        }
        using var store = await FeedbackStore.OpenAsync(_folder.File("demo.db"), TimeProvider.System, cancellation: Cancel);
        Assert.Equal("tour", Assert.Single(await store.Projects.ListAsync(Cancel)).Id);
    }

    [Fact]
    public async Task A_form_of_one_s_own_is_asked_of_items_that_name_no_kind()
    {
        var form = _folder.Write("form.yaml", "title: How is it?\nfields:\n- {name: tone, kind: choice, options: [kind, curt]}\n");
        var items = _folder.Write("items.jsonl", "{\"prompt\": \"q\", \"response\": \"a\"}\n{\"prompt\": \"q\", \"kind\": \"thumb\", \"response\": \"b\"}\n");
        var seeded = HeedProcess.Run("label", "seed", "--items", items, "--form", form, "--raters", "1", "--json", "--no-serve", "--port", "0", "--database", _folder.File("label.db"));
        Assert.True(seeded.ExitCode == 0, seeded.Error);
        using var store = await FeedbackStore.OpenAsync(_folder.File("label.db"), TimeProvider.System, cancellation: Cancel);
        var asked = new List<FeedbackItem>();
        await foreach (var item in store.Log.ItemsAsync(Cancel)) asked.Add(item);
        Assert.Equal("tone", Assert.Single(asked.OfType<FormItem>()).Form.Fields[0].Name);
        Assert.Single(asked.OfType<ThumbItem>());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>One answer about an item of its own in each of these projects.</summary>
    private async Task RecordAsync(params string[] projects)
    {
        using var store = await FeedbackStore.OpenAsync(_folder.File("events.db"), TimeProvider.System, cancellation: Cancel);
        for (var i = 0; i < projects.Length; i++)
        {
            var pair = Comparison.Of(new Prompt($"p{i}", Conversation.Ask($"question {i}")), new Candidate("yes", "a"), new Candidate("perhaps", "b"));
            await store.Log.AddItemsAsync([pair], Cancel);
            await store.Log.AppendAsync([new Answered($"e{i}", TimeProvider.System.GetUtcNow(), pair.Id, "ann", "test", new ComparisonAnswer(Verdict.First)) { Project = projects[i] }], Cancel);
        }
    }
}

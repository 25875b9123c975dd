using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Imports;
using Heed.Language.Datasets;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Imports;

/// <summary>Files that other programs wrote.</summary>
[Trait("Kind", "Golden")]
public sealed class RealFeedbackTests
{
    [Theory]
    [InlineData("pandalm", "testset-v1.json", 2997)]     // 999 pairs by three annotators
    [InlineData("llamafactory", "kto_en_demo.json", 300)]
    public async Task Every_answer_of_a_published_file_is_read(string folder, string file, int answers) => Assert.Equal(answers, (await ReadAsync(folder, file)).Count);

    [Fact]
    public async Task Trees_give_the_rankings_of_their_replies()
    {
        var rankings = (await ReadAsync("oasst", "en_100_tree.jsonl")).Select(e => ((RankingAnswer)((Answered)e).Answer).Ranks).ToArray();
        Assert.True(rankings.Length >= 100);
        Assert.All(rankings, ranks => Assert.Contains(1, ranks));
    }

    [Fact]
    public async Task Importing_a_file_again_adds_nothing()
    {
        var path = Path("pandalm", "testset-v1.json");
        var log = new MemoryEventLog();
        var shape = FeedbackImport.Recognise(path)!;
        Assert.Equal(2997, await new FeedbackImport(log, FixedClock.Start).RunAsync(path, shape, new Quarantine(), Cancel));
        Assert.Equal(0, await new FeedbackImport(log, FixedClock.Start).RunAsync(path, shape, new Quarantine(), Cancel));
    }

    private static async Task<List<FeedbackEvent>> ReadAsync(string folder, string file)
    {
        var path = Path(folder, file);
        var (log, quarantine) = (new MemoryEventLog(), new Quarantine());
        await new FeedbackImport(log, FixedClock.Start).RunAsync(path, FeedbackImport.Recognise(path)!, quarantine, Cancel);
        Assert.Empty(quarantine.Records);
        return [.. (await log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event)];
    }

    private static string Path(string folder, string file)
    {
        var path = Heed.Testing.Golden.DataFolder is { } data ? System.IO.Path.Combine(data, "preferences", folder, file) : "";
        if (!File.Exists(path)) Assert.Skip($"no preferences/{folder}/{file} in HEED_DATA");
        return path;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

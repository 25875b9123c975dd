using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Exports;

/// <summary>What a reviewer settled, in datasets.</summary>
public sealed class SettledExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(ExportWeights.Equal)]
    [InlineData(ExportWeights.Reliability)]
    public async Task The_settled_answer_is_the_pair_s_and_those_of_raters_are_counted_as_left_out(ExportWeights weights)
    {
        var pair = Sample.Pair(1);
        Answered Said(string id, string rater, Verdict verdict, string place = "test") => new(id, FixedClock.Start, pair.Id, rater, place, new ComparisonAnswer(verdict));
        RecordedAnswer[] answers =
        [
            new(1, Said("1", "ann", Verdict.First)), new(2, Said("2", "bob", Verdict.First)), new(3, Said("3", "cid", Verdict.Second)), new(4, Said("4", "eve", Verdict.Second, Answered.Adjudication)),
        ];
        var manifest = await new FeedbackExport(() => One(new AnsweredItem(pair, answers)), new ExportOptions(ExportShape.Pairs, Weights: weights), "test", 4).RunAsync(_folder.File("out"), TestContext.Current.CancellationToken);
        var row = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.File("out"), "pairs.jsonl"), TestContext.Current.CancellationToken))!;
        Assert.Equal((0.0, 1.0, 1), ((double)row["first_better"]!, (double)row["weight"]!, (int)row["votes"]!));
        Assert.Equal(3, manifest.LeftOut["settled by a reviewer"]);
    }

    public void Dispose() => _folder.Dispose();

    private static async IAsyncEnumerable<AnsweredItem> One(AnsweredItem item)
    {
        await Task.CompletedTask;
        yield return item;
    }
}

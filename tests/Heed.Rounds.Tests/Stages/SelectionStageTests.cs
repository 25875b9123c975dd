using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;
using Heed.Rounds.Stages;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Rounds.Tests.Stages;

public sealed class SelectionStageTests
{
    private static readonly Prompt Asked = new("p", new Conversation([Message.FromUser("What floats?")]));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pair_that_was_answered_often_tells_less_than_one_that_never_was()
    {
        var (answered, open) = (Pair("wood", "iron"), Pair("cork", "lead"));
        var log = await RecordAsync([answered, open], Enumerable.Range(0, 5).Select(i => (answered, $"rater {i}", Verdict.First)));
        var scores = (await SelectionStage.ByAnswersAsync(log, Cancel)).ByItem;
        Assert.True(scores[answered.Id] < 0.7 * scores[open.Id], $"{scores[answered.Id]} and {scores[open.Id]}");
    }

    [Fact]
    public async Task What_is_known_of_the_answers_from_other_pairs_counts()
    {
        var (strong, weak, between) = (Pair("wood", "iron"), Pair("cork", "lead"), Pair("wood", "lead"));
        var votes = Enumerable.Range(0, 6).SelectMany(i => new[] { (strong, $"rater {i}", Verdict.First), (weak, $"rater {i}", Verdict.First) });
        var log = await RecordAsync([strong, weak, between, Pair("stone", "ice")], votes);
        var scores = (await SelectionStage.ByAnswersAsync(log, Cancel)).ByItem;
        Assert.True(scores[between.Id] < scores[Pair("stone", "ice").Id]);
    }

    [Fact]
    public async Task One_reward_model_alone_cannot_disagree() =>
        await Assert.ThrowsAsync<RecipeException>(() => SelectionStage.ByModelsAsync(new MemoryEventLog(), ["reward"], Cancel));

    private static Comparison Pair(string first, string second) => Comparison.Of(Asked, new Candidate(first, "model"), new Candidate(second, "model"));

    private static async Task<MemoryEventLog> RecordAsync(Comparison[] pairs, IEnumerable<(Comparison Pair, string Rater, Verdict Verdict)> votes)
    {
        var log = new MemoryEventLog();
        await log.AddItemsAsync(pairs, Cancel);
        await log.AppendAsync([.. votes.Select((v, i) => new Answered($"{i}", FixedClock.Start.AddMinutes(i), v.Pair.Id, v.Rater, "test", new ComparisonAnswer(v.Verdict)))], Cancel);
        return log;
    }
}

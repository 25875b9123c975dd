using CsCheck;
using Heed.Learning.Packing;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests.Packing;

public sealed class PackingTests
{
    [Fact]
    public void Rows_that_predict_an_answer_stand_one_before_those_that_hold_it()
    {
        // prompts 7 8 and 5, answers 1 2 3 and 4:  rows  0:7 1:8 2:1 3:2 4:3 | 5:5 6:4
        var batch = new AnswerBatch([new([7, 8], [1, 2, 3]), new([5], [4])]);
        Assert.Equal([7, 8, 1, 2, 3, 5, 4], batch.Tokens.Tokens);
        Assert.Equal([1, 2, 3, 5], batch.Predicting);
        Assert.Equal([2, 3, 4, 6], batch.Held);
        Assert.Equal([1, 2, 3, 4], batch.Targets);
        Assert.Equal([4, 6], batch.Last);
        Assert.Equal([0, 3, 4], batch.Answers.Starts.ToArray());
    }

    [Fact]
    public void A_prompt_without_a_token_is_refused() =>
        Assert.Throws<ArgumentException>(() => new AnswerBatch([new([], [1])]));

    [Fact]
    public void Splitting_keeps_order_and_never_exceeds_the_limit_but_for_a_single_long_item()
    {
        Gen.Int[1, 30].Array[1, 40].Select(Gen.Int[5, 60]).Sample((lengths, limit) =>
        {
            var items = lengths.Select(n => new AnsweredPrompt([1], new int[n])).ToList();
            var parts = AnswerBatch.Split(items, limit).ToList();
            Assert.Equal(Enumerable.Range(0, items.Count), parts.SelectMany(p => p));
            Assert.All(parts, p => Assert.True(p.Length == 1 || p.Sum(i => items[i].Length) <= limit));
        }, iter: 200);
    }

    [Fact]
    public void Sums_and_means_over_answers_are_those_of_loops_and_an_empty_answer_gives_zero()
    {
        Gen.Int[0, 6].Array[1, 12].Select(Gen.Int[0, 1000]).Sample((lengths, seed) =>
        {
            using var scope = torch.NewDisposeScope();
            var answers = new Segments(lengths);
            var random = new Heed.Runs.SeededRandom((ulong)seed);
            var values = Enumerable.Range(0, answers.Tokens).Select(_ => random.NextGaussian()).ToArray();
            var (sums, means) = (GoldenTensors.Numbers(answers.Sum(torch.tensor(values))), GoldenTensors.Numbers(answers.Mean(torch.tensor(values))));
            for (var i = 0; i < lengths.Length; i++)
            {
                var own = values[answers.Starts[i]..answers.Starts[i + 1]];
                Assert.Equal(own.Sum(), sums[i], 1e-12);
                Assert.Equal(own.Length == 0 ? 0 : own.Average(), means[i], 1e-12);
            }
        }, iter: 50);
    }

    [Fact]
    public void Every_epoch_is_another_permutation_and_any_place_can_be_asked_for_first()
    {
        var order = new EpochOrder(3, "test", 50);
        var first = Enumerable.Range(0, 50).Select(i => order[i]).ToList();
        var second = Enumerable.Range(50, 50).Select(i => order[i]).ToList();
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(second[7], new EpochOrder(3, "test", 50)[57]);
        Assert.Equal(first[0], order[0]);
    }

    [Fact]
    public void The_last_batch_is_cut_at_the_end()
    {
        var order = new EpochOrder(3, "test", 5);
        Assert.Equal(4, order.Batch(1, 4, end: 8).Length);
        Assert.Equal(2, order.Batch(2, 4, end: 10).Length);
        Assert.Empty(order.Batch(3, 4, end: 10));
    }
}

using Heed.Evaluation.RewardModels;
using Heed.Evaluation.Statistics;
using Heed.Runs;
using Xunit;

namespace Heed.Evaluation.Tests.Policies;

public sealed class RewardModelFiguresTests
{
    [Fact]
    public void A_calibrated_model_is_within_noise_and_at_its_ceiling()
    {
        var random = new SeededRandom(1);
        var pairs = Enumerable.Range(0, 3000).Select(_ =>
        {
            var margin = 1.5 * random.NextGaussian();
            return new RewardPair(margin, random.Chance(LogisticRegression.Sigmoid(margin)) ? 1 : 0, random.Next(-5, 6), margin);
        }).ToArray();
        var figures = RewardModelFigures.Of(pairs);
        Assert.True(figures.CalibrationError <= 1.5 * figures.CalibrationNoise);
        Assert.InRange(figures.Temperature, 0.9, 1.1);
        Assert.Equal(1, figures.AccuracyGold!.Value.Value);
        Assert.InRange(figures.LengthCorrelation, -0.06, 0.06);
        Assert.InRange(figures.LongerByModel.Value, 0.46, 0.54);
    }

    [Fact]
    public void Clear_pairs_are_those_whose_gold_differs_by_more()
    {
        var pairs = Enumerable.Range(0, 20).Select(i => new RewardPair(i < 15 ? 1 : -1, 1, 1, i < 10 ? 0.5 : 0.05)).ToArray();
        var figures = RewardModelFigures.Of(pairs, clearGap: 0.1);
        Assert.Equal(0.75, figures.AccuracyGold!.Value.Value, 12);
        Assert.Equal((1.0, 10L), (figures.AccuracyGoldClear!.Value.Value, figures.AccuracyGoldClear.Value.Count));
    }

    [Fact]
    public void Without_gold_there_is_no_accuracy_against_it()
    {
        var figures = RewardModelFigures.Of([.. Enumerable.Range(0, 12).Select(i => new RewardPair(i, i % 2, 0))]);
        Assert.Null(figures.AccuracyGold);
        Assert.Null(figures.AccuracyGoldClear);
    }

    [Fact]
    public void Too_few_pairs_are_refused() => Assert.Throws<ArgumentException>(() => RewardModelFigures.Of([new RewardPair(1, 1, 0)]));
}

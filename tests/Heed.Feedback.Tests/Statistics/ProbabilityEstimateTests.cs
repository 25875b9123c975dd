using Heed.Feedback.Statistics;
using Xunit;

namespace Heed.Feedback.Tests.Statistics;

public sealed class ProbabilityEstimateTests
{
    [Fact]
    public void The_interval_is_that_of_the_logit_taken_back()
    {
        var estimate = ProbabilityEstimate.Of(0.9, 0.03);                                           // logit 2.1972, error .03 / .09 = .3333
        Assert.Equal(0.9, estimate.Value, 1e-12);
        Assert.Equal(1 / (1 + Math.Exp(-2.1972245773 + 1.9599639845 / 3)), estimate.Interval.Low, 1e-9);
        Assert.Equal(1 / (1 + Math.Exp(-2.1972245773 - 1.9599639845 / 3)), estimate.Interval.High, 1e-9);
    }

    [Fact]
    public void What_models_differ_by_widens_the_interval_of_their_mixture()
    {
        var mixed = ProbabilityEstimate.Mixed([new(1, 0.3), new(2, 0.3)], [0.5, 0.5]);
        Assert.Equal(1.5, mixed.Logit, 1e-12);
        Assert.Equal(Math.Sqrt(0.09 + 0.25), mixed.LogitError, 1e-12);
    }

    [Fact]
    public void An_interval_near_one_stays_below_it() => Assert.InRange(ProbabilityEstimate.Of(0.99, 0.02).Interval.High, 0.99, 0.9999);
}

using Heed.Feedback.Ranking;
using Xunit;

namespace Heed.Feedback.Tests.Ranking;

public sealed class RidgeTests
{
    /// <summary>Of two strengths that sum to zero each moves half as far as their difference: so do their errors, and a ridge tells nothing about their sum.</summary>
    [Fact]
    public void With_a_ridge_and_many_comparisons_errors_are_still_half_those_of_the_difference()
    {
        Contest[] contests = [.. Enumerable.Range(0, 1000).Select(i => i % 5 < 3 ? Contest.Won(0, 1) : Contest.Won(1, 0))];
        StrengthFit[] fits =
        [
            new BradleyTerry { Ridge = 0.01 }.Fit(2, contests),
            new OrdinalBradleyTerry { Ridge = 0.01 }.Fit(2, contests.Select(c => new GradedContest(c.First, c.Second, c.Outcome))).Strengths,
            new DavidsonLuce { Ridge = 0.01 }.Fit(2, [.. contests.Select(c => new TiedRanking([[c.First], [c.Second]]))]).Strengths,
        ];
        Assert.All(fits, fit => Assert.Equal(fit.Difference(0, 1).StandardError / 2, fit.Strengths[0].StandardError, 1e-9));
    }
}

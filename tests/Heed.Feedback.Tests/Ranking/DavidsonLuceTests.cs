using Heed.Feedback.Ranking;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Ranking;

public sealed class DavidsonLuceTests
{
    /// <summary>Davidson (1970), example 2: six brands of chocolate pudding; by pair, preferences for the one, for the other, and none.</summary>
    private static readonly (int I, int J, int First, int Second, int Tie)[] Puddings =
    [
        (1, 2, 19, 22, 16), (1, 3, 16, 19, 12), (2, 3, 19, 19, 10), (1, 4, 18, 23, 13), (2, 4, 23, 19, 9), (3, 4, 19, 20, 15), (1, 5, 13, 19, 18), (2, 5, 16, 20, 12),
        (3, 5, 16, 15, 17), (4, 5, 17, 14, 16), (1, 6, 18, 21, 12), (2, 6, 22, 20, 12), (3, 6, 13, 18, 10), (4, 6, 14, 19, 18), (5, 6, 11, 21, 12),
    ];

    [Fact]
    public void The_puddings_of_Davidson_have_the_worths_he_printed()
    {
        var fit = new DavidsonLuce().Fit(6, [.. Puddings.SelectMany(p => Pair(p.I - 1, p.J - 1, p.First, p.Second, p.Tie))]);
        var worths = fit.Strengths.Strengths.Select(s => Math.Exp(s.Value)).ToArray();
        double[] printed = [0.1388, 0.1730, 0.1617, 0.1654, 0.1587, 0.2024], above = [0.2202, 0.1530, 0.1753, 0.1339, 0.3771], errors = [0.1872, 0.1935, 0.1882, 0.1927, 0.1924];
        for (var i = 0; i < 6; i++) Assert.Equal(printed[i], worths[i] / worths.Sum(), 2e-4);
        var shared = Assert.Single(fit.Shared);
        Assert.Equal((2, 0.7468), (shared.Size, Math.Round(Math.Exp(shared.Prevalence.Value), 4)));
        Assert.Equal(0.0825, shared.Prevalence.StandardError, 1e-4);
        for (var i = 1; i < 6; i++)
        {
            Assert.Equal(above[i - 1], fit.Strengths.Difference(i, 0).Value, 1e-3);     // R's PlackettLuce, stopped after seven steps
            Assert.Equal(errors[i - 1], fit.Strengths.Difference(i, 0).StandardError, 2e-4);
        }
    }

    [Fact]
    public void Forty_ten_and_twenty_ties_are_four_to_one_and_one()
    {
        var fit = new DavidsonLuce().Fit(2, [.. Pair(0, 1, 40, 10, 20)]);
        Assert.Equal(Math.Log(4), fit.Strengths.Difference(0, 1).Value, 1e-9);
        Assert.Equal(0, fit.Shared[0].Prevalence.Value, 1e-9);                           // ν = t / √(w₁ w₂) = 1
    }

    [Fact]
    public void Among_three_equals_the_prevalence_of_shared_places_solves_its_equation()
    {
        // Every order once, every two at the top once, every two at the bottom once: 12 first places, 3 of them shared, 9 second ones, 3 shared.
        // 6 / δ = 12 / (1 + δ) + 9 / (2 + δ), so 15 δ² + 15 δ − 12 = 0.
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        TiedRanking[] rankings =
        [
            .. orders.Select(o => new TiedRanking([.. o.Select(i => (IReadOnlyList<int>)[i])])),
            .. Enumerable.Range(0, 3).Select(i => new TiedRanking([[(i + 1) % 3, (i + 2) % 3], [i]])),
            .. Enumerable.Range(0, 3).Select(i => new TiedRanking([[i], [(i + 1) % 3, (i + 2) % 3]])),
        ];
        var fit = new DavidsonLuce().Fit(3, rankings);
        Assert.All(fit.Strengths.Strengths, s => Assert.Equal(0, s.Value, 1e-9));
        Assert.Equal((-15 + Math.Sqrt(225 + 720)) / 30, Math.Exp(fit.Shared[0].Prevalence.Value), 1e-9);
    }

    [Fact]
    public void Without_ties_a_ranking_is_a_series_of_choices_among_what_is_left()
    {
        var random = new SeededRandom(1, "davidson-luce");
        int[][] rankings = [.. Enumerable.Range(0, 80).Select(_ => Drawn(random, [1, 0.3, 0, -0.5, -0.8]))];
        var series = rankings.SelectMany(r => Enumerable.Range(0, 4).Select(place => new ObservedChoice(0, [.. r.Skip(place).Select(i => new[] { new Feature(i, 1) })])));
        var plain = new ConditionalLogit { Located = 5 }.Fit(5, [.. series]);
        var fit = new DavidsonLuce().Fit(5, [.. rankings.Select(r => new TiedRanking([.. r.Select(i => (IReadOnlyList<int>)[i])]))]);
        Assert.Empty(fit.Shared);
        Assert.Equal(plain.LogLikelihood, fit.Strengths.LogLikelihood, 1e-9);
        Assert.All(fit.Strengths.Strengths.Select((strength, i) => (strength, plain: plain.Estimate(i))), s =>
        {
            Assert.Equal(s.plain.Value, s.strength.Value, 1e-9);
            Assert.Equal(s.plain.StandardError, s.strength.StandardError, 1e-9);
        });
    }

    [Fact]
    public void The_truth_lies_in_the_intervals()
    {
        double[] strengths = [0.9, 0.2, -0.3, -0.8];
        var (covered, ties) = (0, 0);
        for (ulong seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, "davidson-luce-cover");
            var fit = new DavidsonLuce().Fit(4, [.. Enumerable.Range(0, 120).Select(_ => Tied(random, strengths, Math.Log(0.8)))]);
            var gap = fit.Strengths.Difference(0, 3);
            if (gap.Low <= 1.7 && 1.7 <= gap.High) covered++;
            var prevalence = fit.Shared.Single(s => s.Size == 2).Prevalence;
            if (prevalence.Low <= Math.Log(0.8) && Math.Log(0.8) <= prevalence.High) ties++;
        }
        Assert.InRange(covered, 53, 60);
        Assert.InRange(ties, 53, 60);
    }

    [Fact]
    public void Ranks_become_places_and_what_cannot_be_ranked_is_left_out()
    {
        var ranking = TiedRanking.Of([5, 6, 7, 8], [2, 1, null, 2]);
        Assert.Equal([[6], [5, 8]], ranking.Places);
    }

    [Fact]
    public void More_sets_than_can_be_counted_are_refused()
    {
        var wide = new TiedRanking([[.. Enumerable.Range(0, 10)], [.. Enumerable.Range(10, 20)]]);
        Assert.Contains("rank fewer items at once", Assert.Throws<ArgumentException>(() => new DavidsonLuce().Fit(30, [wide])).Message);
    }

    [Fact]
    public void An_item_that_there_is_not_is_refused() =>
        Assert.Contains("items from 0 to 1, found 2", Assert.Throws<ArgumentException>(() => new DavidsonLuce().Fit(2, [new TiedRanking([[0], [2]])])).Message);

    private static IEnumerable<TiedRanking> Pair(int i, int j, int first, int second, int tie) =>
    [
        .. Enumerable.Repeat(new TiedRanking([[i], [j]]), first), .. Enumerable.Repeat(new TiedRanking([[j], [i]]), second), .. Enumerable.Repeat(new TiedRanking([[i, j]]), tie),
    ];

    private static int[] Drawn(SeededRandom random, double[] strengths) =>
        [.. Enumerable.Range(0, strengths.Length).OrderByDescending(i => strengths[i] - Math.Log(-Math.Log(1 - random.NextDouble())))];

    /// <summary>Place after place, one or two of what is left, in proportion to the model.</summary>
    private static TiedRanking Tied(SeededRandom random, double[] strengths, double prevalence)
    {
        var left = Enumerable.Range(0, strengths.Length).ToList();
        var places = new List<IReadOnlyList<int>>();
        while (left.Count > 0)
        {
            int[][] sets = [.. left.Select(i => new[] { i }), .. left.SelectMany((i, at) => left.Skip(at + 1).Select(j => new[] { i, j }))];
            var worths = sets.Select(s => Math.Exp(s.Average(i => strengths[i]) + (s.Length == 2 ? prevalence : 0))).ToArray();
            var (at, drawn) = (0, random.NextDouble() * worths.Sum());
            while ((drawn -= worths[at]) > 0 && at < sets.Length - 1) at++;
            places.Add(sets[at]);
            foreach (var item in sets[at]) left.Remove(item);
        }
        return new TiedRanking(places);
    }
}

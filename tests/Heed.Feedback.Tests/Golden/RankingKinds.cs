using Heed.Feedback.Ranking;
using Heed.Feedback.Statistics;
using Heed.Testing;

namespace Heed.Feedback.Tests.Golden;

internal static class RankingKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["bradley_terry_mle"] = Likelihood,
        ["bradley_terry_ridge"] = golden => Parameters(golden, new BradleyTerry { Ridge = golden.Parameter("alpha") }.Fit(Items(golden), Wins(golden))),
        ["pairwise_mm"] = golden =>
        {
            Parameters(golden, new BradleyTerry().Fit(Items(golden), Wins(golden)));
            var logs = new MinorizeMaximize().Fit(Items(golden), Wins(golden)).Select(share => Math.Log(share)).ToArray();
            Near(golden, [.. logs.Select(l => l - logs.Average())]);
        },
        ["pairwise_lsr"] = golden => Near(golden, new SpectralRanking { SingleStep = true }.Fit(Items(golden), Pairs(golden))),
        ["pairwise_ilsr_regularised"] = golden => Near(golden, new SpectralRanking { Regularisation = golden.Parameter("alpha") }.Fit(Items(golden), Pairs(golden))),
        ["pairwise_rank_centrality"] = golden => Near(golden, SpectralRanking.RankCentrality(Items(golden), Wins(golden))),
        ["crowdkit_bradley_terry"] = Scores,
        ["plackett_luce_mle"] = Rankings,
        ["plackett_luce_lsr"] = golden => Near(golden, new SpectralRanking { SingleStep = true }.Fit(Items(golden), Ranked(golden))),
        ["top1_mle"] = golden => Near(golden, new ConditionalLogit { Located = Items(golden) }.Fit(Items(golden), [.. golden.Given("choices").WholeRows().Select(Chosen)]).Parameters),
        ["davidson_mle"] = golden =>
        {
            var fit = new DavidsonLuce().Fit(Items(golden), [.. Ended(golden).Select(Placed)]);
            Ties(golden, fit.Strengths, fit.Shared.Single().Prevalence, "log_nu");
        },
        ["rao_kupper_mle"] = golden =>
        {
            var fit = new OrdinalBradleyTerry().Fit(Items(golden), Ended(golden).Select(c => new GradedContest(c.First, c.Second, c.Outcome)));
            Ties(golden, fit.Strengths, fit.Thresholds.Single().At, "eta");
        },
        ["bradley_terry_side"] = Sides,
        ["crowd_bradley_terry"] = Crowd,
        ["noisy_bradley_terry"] = Noisy,
        ["elo"] = Elo,
        ["trueskill"] = Beliefs,
        ["elo_ties"] = golden => golden.Near(golden.Expected["ratings"], new Elo(golden.Parameter("k"), golden.Parameter("initial")).Run(Items(golden), Ended(golden)).Last(), "ratings"),
    };

    private static int Items(GoldenCase golden) => (int)golden.Parameter("items");

    private static int[][] Pairs(GoldenCase golden) => golden.Given("comparisons").WholeRows();

    private static int[][] Ranked(GoldenCase golden) => golden.Given("rankings").WholeRows();

    private static IEnumerable<Contest> Wins(GoldenCase golden) => Pairs(golden).Select(p => Contest.Won(p[0], p[1]));

    private static IEnumerable<Contest> Ended(GoldenCase golden) => Pairs(golden).Select(p => new Contest(p[0], p[1], (Outcome)p[2]));

    private static TiedRanking Placed(Contest contest) => TiedRanking.Of([contest.First, contest.Second], contest.Outcome switch { Outcome.First => [1, 2], Outcome.Second => [2, 1], _ => [1, 1] });

    /// <summary>One of several offered; it stands first.</summary>
    private static ObservedChoice Chosen(int[] offered) => new(0, [.. offered.Select(item => new[] { new Feature(item, 1) })]);

    private static RatedContest[] Rated(GoldenCase golden) => [.. Pairs(golden).Select(p => new RatedContest(p[0], p[1], p[2], p[3] == p[1]))];

    private static void Near(GoldenCase golden, double[] parameters) => golden.Near(golden.Expected["parameters"], parameters, "parameters");

    private static void Parameters(GoldenCase golden, StrengthFit fit) => Near(golden, [.. fit.Strengths.Select(s => s.Value)]);

    private static void Likelihood(GoldenCase golden)
    {
        var fit = new BradleyTerry().Fit(Items(golden), Wins(golden));
        Parameters(golden, fit);
        golden.Near(golden.Expected["log_likelihood"], fit.LogLikelihood, "log-likelihood");
        golden.Near(golden.Expected["standard_errors_hessian"], [.. fit.Strengths.Select(s => s.StandardError)], "standard errors");
        golden.Near(golden.Expected["standard_errors_sandwich"], fit.SandwichErrors, "sandwich errors");
        golden.Near(golden.Expected["covariance"], [.. fit.Covariance.Cast<double>()], "covariance");
    }

    /// <summary>Scores that sum to one, at the maximum of the likelihood.</summary>
    private static void Scores(GoldenCase golden)
    {
        var odds = new BradleyTerry().Fit(Items(golden), Wins(golden)).Strengths.Select(s => Math.Exp(s.Value)).ToArray();
        golden.Near(golden.Expected["scores_tol_0"], [.. odds.Select(o => o / odds.Sum())], "scores");
    }

    private static void Rankings(GoldenCase golden)
    {
        var fit = new DavidsonLuce().Fit(Items(golden), [.. Ranked(golden).Select(r => new TiedRanking([.. r.Select(item => (IReadOnlyList<int>)[item])]))]).Strengths;
        Parameters(golden, fit);
        golden.Near(golden.Expected["log_likelihood"], fit.LogLikelihood, "log-likelihood");
        Near(golden, new SpectralRanking().Fit(Items(golden), Ranked(golden)));
    }

    private static void Ties(GoldenCase golden, StrengthFit fit, Estimate tie, string name)
    {
        Parameters(golden, fit);
        golden.Near(golden.Expected[name], tie.Value, name);
        golden.Near(golden.Expected["log_likelihood"], fit.LogLikelihood, "log-likelihood");
        golden.Near(golden.Expected["standard_errors"], [.. fit.Strengths.Select(s => s.StandardError)], "standard errors");
        golden.Near(golden.Expected[$"standard_error_{name}"], tie.StandardError, "standard error of the tie");
    }

    private static void Sides(GoldenCase golden)
    {
        var fit = new SidedBradleyTerry().Fit(Items(golden), Pairs(golden).Select(p => new SidedContest(p[0], p[1], p[2] == 1, p[3])));
        Near(golden, [.. fit.Strengths.Select(s => s.Value)]);
        golden.Near(golden.Expected["left_advantage"], fit.LeftAdvantage.Value, "left advantage");
        golden.Near(golden.Expected["left_advantage_standard_error"], fit.LeftAdvantage.StandardError, "its standard error");
        golden.Near(golden.Expected["standard_errors"], [.. fit.Strengths.Select(s => s.StandardError)], "standard errors");
        golden.Near(golden.Expected["sandwich_standard_errors"], fit.Fit.SandwichErrors, "sandwich errors");
        golden.Near(golden.Expected["rater_clustered_standard_errors"], fit.Fit.ClusteredErrors, "clustered errors");
        golden.Near(golden.Expected["log_likelihood"], fit.Fit.LogLikelihood, "log-likelihood");
    }

    private static void Crowd(GoldenCase golden)
    {
        var fit = new CrowdBradleyTerry { Ridge = golden.Parameter("ridge") }.Fit(Items(golden), (int)golden.Parameter("raters"), Rated(golden));
        golden.Near(golden.Expected["objective"], fit.Objective, "objective");
        Near(golden, [.. fit.Strengths.Select(s => s.Value)]);
        golden.Near(golden.Expected["reliability"], [.. fit.Skills.Select(s => s.Value)], "reliability");
    }

    private static void Noisy(GoldenCase golden)
    {
        var fit = new NoisyBradleyTerry { Ridge = golden.Parameter("ridge") }.Fit(Items(golden), (int)golden.Parameter("raters"), Rated(golden));
        golden.Near(golden.Expected["objective"], fit.Objective, "objective");
        Near(golden, [.. fit.Strengths.Select(s => s.Value)]);
        golden.Near(golden.Expected["skill"], [.. fit.Skills.Select(s => s.Value)], "skill");
        golden.Near(golden.Expected["left_bias"], [.. fit.LeftBias.Select(s => s.Value)], "left bias");
    }

    private static void Elo(GoldenCase golden)
    {
        var path = new Elo(golden.Parameter("k"), golden.Parameter("initial")).Run(Items(golden), Wins(golden)).ToArray();
        golden.Near(golden.Expected["ratings"], path[^1], "ratings");
        golden.Near(golden.Expected["winner_loser_after"], [.. Pairs(golden).SelectMany((p, i) => new[] { path[i][p[0]], path[i][p[1]] })], "path");
    }

    private static void Beliefs(GoldenCase golden)
    {
        var rule = new TrueSkill
        {
            Mu = golden.Parameter("mu"),
            Sigma = golden.Parameter("sigma"),
            Beta = golden.Parameter("beta"),
            Tau = golden.Parameter("tau"),
            DrawProbability = golden.Parameter("draw_probability"),
        };
        var last = rule.Run(Items(golden), Ended(golden)).Last();
        golden.Near(golden.Expected["mu"], [.. last.Select(b => b.Value)], "mu");
        golden.Near(golden.Expected["sigma"], [.. last.Select(b => b.StandardError)], "sigma");
    }
}

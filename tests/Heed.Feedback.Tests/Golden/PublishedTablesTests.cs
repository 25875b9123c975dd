using System.Text.Json.Nodes;
using Heed.Feedback.Agreement;
using Heed.Feedback.Ranking;
using Heed.Feedback.Reliability;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

/// <summary>Tables of textbooks and papers with the numbers printed beside them (oracles/stats_tables.json); skipped where the file is absent.</summary>
[Trait("Kind", "Golden")]
public sealed class PublishedTablesTests
{
    private static readonly Lazy<JsonObject?> File = new(() =>
        Testing.Golden.DataFolder is { } data && System.IO.File.Exists(Path.Combine(data, "oracles", "stats_tables.json"))
            ? JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(data, "oracles", "stats_tables.json")))!.AsObject() : null);

    private static JsonObject Table(string name)
    {
        Assert.SkipWhen(File.Value?[name] is null, $"no table {name}");
        return File.Value![name]!.AsObject();
    }

    [Fact]
    public void Krippendorffs_alpha_of_the_encyclopedias_example()
    {
        var table = Table("krippendorff_wikipedia");
        var rows = table["data"]!.AsArray().Select(r => r!.AsArray()).ToArray();
        double[][] items = [.. Enumerable.Range(0, rows[0].Count).Select(i => rows.Select(r => r[i]).OfType<JsonNode>().Select(v => (double)v).ToArray())];
        Assert.Equal((double)table["nominal"]!, new KrippendorffAlpha(Scale.Nominal).Compute(items)!.Value, 5e-4);
        Assert.Equal((double)table["interval"]!, new KrippendorffAlpha(Scale.Interval).Compute(items)!.Value, 5e-4);
    }

    [Fact]
    public void A_toy_crowd_has_the_labels_alpha_and_certainty_of_crowd_kit()
    {
        var table = Table("crowdkit_toy_ysda");
        var crowd = Toy(table);
        var majority = new MajorityVote().Fit(crowd);
        Assert.Equal((double)table["alpha"]!, new KrippendorffAlpha(Scale.Nominal).Compute(crowd.Answers.GroupBy(a => a.Item).Select(g => (IReadOnlyList<double>)[.. g.Select(a => (double)a.Class)]))!.Value, 1e-9);
        Assert.Equal((double)table["accuracy_on_aggregates"]!, crowd.Answers.Average(a => majority.Labels[a.Item] == a.Class ? 1.0 : 0), 1e-12);
        Assert.Equal((double)table["consistency"]!, LabelCertainty.Of(crowd, majority), 1e-9);
    }

    [Fact]
    public void Every_model_of_latent_truth_labels_the_toy_crowd_alike()
    {
        var table = Table("crowdkit_toy_ysda");
        var crowd = Toy(table);
        var want = table["dawid_skene_labels"]!.AsObject().Select(l => (string)l.Value! == "yes" ? 0 : 1).ToArray();
        Assert.Equal(want, new DawidSkene().Fit(crowd).Consensus.Labels);
        Assert.Equal(want, new CrowdConsensus(new Glad().Fit(crowd).Posteriors, []).Labels);
        Assert.Equal(want, new CrowdConsensus(new Mace().Fit(crowd).Posteriors, []).Labels);
    }

    [Fact]
    public void Ten_steps_of_minorization_give_crowd_kits_scores()
    {
        var table = Table("crowdkit_bt");
        var names = new List<string> { "a", "b", "c" };
        var contests = table["pairs"]!.AsArray().Select(p => Contest.Won(names.IndexOf((string)p![0]!), names.IndexOf((string)p[1]!)));
        var shares = new MinorizeMaximize { MaxIterations = 10, Tolerance = 0 }.Fit(3, contests);
        foreach (var (want, got) in table["n_iter_10"]!.AsArray().Zip(shares)) Assert.Equal((double)want!, got, (double)table["atol"]!);
    }

    [Fact]
    public void Three_items_in_a_circle_with_one_won_twice()
    {
        Assert.SkipWhen(File.Value?["choix"] is null, "no table choix");
        foreach (var table in File.Value!["choix"]!.AsArray())
        {
            var wins = table!["data"]!.AsArray().Select(p => (Winner: (int)p![0]!, Loser: (int)p[1]!)).ToArray();
            var fit = new BradleyTerry().Fit((int)table["n"]!, wins.Select(w => Contest.Won(w.Winner, w.Loser)));
            foreach (var (want, got) in GoldenCase.Flat(table["ml_est"]).Zip(fit.Strengths)) Assert.Equal(want, got.Value, 1e-7);
            var spectral = new SpectralRanking { SingleStep = true }.Fit((int)table["n"]!, [.. wins.Select(w => (IReadOnlyList<int>)[w.Winner, w.Loser])]);
            foreach (var (want, got) in GoldenCase.Flat(table["lsr_est"]).Zip(spectral)) Assert.Equal(want, got, 1e-7);
        }
    }

    [Fact]
    public void Agrestis_baseball_without_and_with_the_advantage_of_home()
    {
        var table = Table("baseball_agresti");
        var rows = table["rows"]!.AsArray().Select(r => (Home: (string)r!["home.team"]!, Away: (string)r["away.team"]!, Won: (int)r["home.wins"]!, Lost: (int)r["away.wins"]!)).ToArray();
        string[] teams = [.. rows.Select(r => r.Home).Distinct().Where(t => t != "Baltimore"), "Baltimore"];
        int Team(string name) => Array.IndexOf(teams, name);
        var plain = new BradleyTerry().Fit(7, rows.SelectMany(r => Enumerable.Repeat(Contest.Won(Team(r.Home), Team(r.Away)), r.Won).Concat(Enumerable.Repeat(Contest.Won(Team(r.Away), Team(r.Home)), r.Lost))));
        var abilities = Enumerable.Range(0, 6).Select(t => plain.Difference(t, 6)).OrderBy(d => d.Value).ToArray();
        foreach (var (want, got) in GoldenCase.Flat(table["model1_sorted_logabilities_vs_baltimore"]).Zip(abilities)) Assert.Equal(want, got.Value, 5.1e-3);
        Assert.All(abilities, a => Assert.Equal((double)table["model1_se"]!, a.StandardError, 0.05));
        Assert.Equal(-172.2482, plain.LogLikelihood, 1e-4);

        var home = new SidedBradleyTerry().Fit(7, rows.SelectMany(r => Enumerable.Repeat(new SidedContest(Team(r.Home), Team(r.Away), true, 0), r.Won).Concat(Enumerable.Repeat(new SidedContest(Team(r.Home), Team(r.Away), false, 0), r.Lost))));
        Assert.Equal((double)table["home_adv"]!, home.LeftAdvantage.Value, 1e-3);
        var odds = home.Strengths.Select(s => Math.Exp(s.Value)).ToArray();
        foreach (var (want, got) in GoldenCase.Flat(table["model2_sorted_shares"]).Zip(odds.Select(o => o / odds.Sum()).Order())) Assert.Equal(want, got, 5.1e-4);
    }

    /// <summary>Stigler's citations among four journals; strengths and errors as R's BradleyTerry2 prints them.</summary>
    [Fact]
    public void Citations_rank_the_journals_of_statistics()
    {
        var table = Table("citations_stigler");
        var counts = GoldenCase.Flat(table["citing_by_cited_colmajor"]);
        var contests = from cited in Enumerable.Range(0, 4) from citing in Enumerable.Range(0, 4) where cited != citing from one in Enumerable.Repeat(Contest.Won(cited, citing), (int)counts[citing * 4 + cited]) select one;
        var fit = new BradleyTerry().Fit(4, contests);
        (double Value, double Error)[] printed = [(-2.94907, 0.10255), (-0.47957, 0.06059), (0.26895, 0.07083)];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(printed[i].Value, fit.Difference(i + 1, 0).Value, 1e-5);
            Assert.Equal(printed[i].Error, fit.Difference(i + 1, 0).StandardError, 1e-5);
        }
    }

    /// <summary>Table 1 of Dawid and Skene (1979); their estimates with the majority as a start.</summary>
    [Fact]
    public void The_anaesthetists_of_Dawid_and_Skene()
    {
        var table = Table("dawid_skene_1979");
        var answers = table["data"]!.AsObject().SelectMany(p => p.Value!.AsObject().SelectMany(o => GoldenCase.Flat(o.Value).Select(c => new CrowdAnswer(int.Parse(p.Key) - 1, int.Parse(o.Key) - 1, (int)c - 1)))).ToArray();
        var fit = new DawidSkene { Tolerance = 1e-15 }.Fit(new CrowdAnswers(45, 5, 4, answers));
        Assert.Equal(-205.0911, fit.LogLikelihoods[0], 1e-4);
        Assert.Equal(-192.8909, fit.LogLikelihoods[^1], 1e-4);
        var published = table["em_majority_init"]!;
        foreach (var (want, got) in GoldenCase.Flat(published["marginals"]).Zip(fit.Prior)) Assert.Equal(want, got, 1e-6);
        foreach (var (want, got) in GoldenCase.Flat(published["confusion"]).Zip(fit.Confusion.SelectMany(c => c).SelectMany(row => row))) Assert.Equal(want, got, 1e-6);
        Assert.Equal(0.981, fit.Posteriors[6][0], 1e-3);
        Assert.True(fit.LogLikelihoods.Zip(fit.LogLikelihoods.Skip(1)).All(l => l.Second >= l.First - 1e-9));
    }

    [Fact]
    public void The_three_annotators_of_PandaLM_agree_as_published()
    {
        var table = Table("pandalm_kappa");
        var path = Path.Combine(Testing.Golden.DataFolder!, "preferences", "pandalm", "testset-v1.json");
        Assert.SkipUnless(System.IO.File.Exists(path), "no PandaLM test set");
        var rows = JsonNode.Parse(System.IO.File.ReadAllText(path))!.AsArray();
        int[] Of(int annotator) => [.. rows.Select(r => (int)r![$"annotator{annotator}"]!)];
        foreach (var (pair, want) in table["computed"]!.AsObject())
            Assert.Equal((double)want!, new CohenKappa().Compute(Of(pair[0] - '0'), Of(pair[2] - '0'), 3)!.Value, 1e-9);
    }

    /// <summary>Classes: 0 for yes, 1 for no; of equals the last, as the reference takes "no".</summary>
    private static CrowdAnswers Toy(JsonObject table) => new(5, 5, 2,
        [.. table["answers"]!.AsArray().Select(a => new CrowdAnswer(((string)a![1]!)[1] - '1', ((string)a[0]!)[1] - '1', (string)a[2]! == "yes" ? 0 : 1))]);
}

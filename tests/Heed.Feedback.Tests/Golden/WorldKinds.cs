using Heed.Feedback.Ranking;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

/// <summary>One crowd simulated elsewhere; its raters' kinds are known. Every case reads the inputs of the case of kind world_truth.</summary>
internal static class WorldKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["world_truth"] = Flags,
        ["world_estimate"] = Estimate,
        ["world_system_strength"] = Systems,
        ["world_bias_tests"] = Biases,
        ["world_rater_accuracy"] = Accuracies,
        ["world_self_consistency"] = Repeats,
    };

    /// <summary>An answer: strength is positive where the left response is better.</summary>
    private sealed record Answer(double Time, int Item, int Rater, bool FirstOnLeft, int Strength, bool Repeated)
    {
        public bool SaysLeft => Strength > 0;

        public bool SaysFirst => SaysLeft == FirstOnLeft;
    }

    /// <summary>Systems and lengths of a pair's two responses.</summary>
    private sealed record Pair(int FirstSystem, int SecondSystem, double FirstLength, double SecondLength);

    private sealed class World
    {
        public World(GoldenCase golden)
        {
            var truth = Testing.Golden.Cases("feedback").First(c => c.File == golden.File && c.Kind == "world_truth");
            Pairs = [.. truth.Given("items").Rows().Select(i => new Pair((int)i[0], (int)i[1], i[4], i[5]))];
            Answers = [.. truth.Given("answers").Rows().Select(a => new Answer(a[0], (int)a[1], (int)a[2], a[3] == 1, (int)a[4], a[6] == 1))];
            Raters = (int)truth.Given("raters").Numbers()[0];
            Systems = (int)truth.Given("systems").Numbers()[0];
            Kinds = [.. truth.Expected["rater_kinds"]!.AsArray().Select(k => (string)k!)];
            Better = truth.Expected["better"]!.Whole();
            Bad = truth.Expected["bad_raters"]!.Whole();
            DriftAt = truth.Expected["drift_at"]!.Numbers()[0];
        }

        public Pair[] Pairs { get; }
        public Answer[] Answers { get; }
        public int Raters { get; }
        public int Systems { get; }
        public string[] Kinds { get; }
        public int[] Better { get; }
        public int[] Bad { get; }
        public double DriftAt { get; }

        public Answer[] Firsts => [.. Answers.Where(a => !a.Repeated)];

        public Answer[] Decided => [.. Firsts.Where(a => a.Strength != 0)];
    }

    /// <summary>All spammers, the adversary and the biased are flagged as what they are, and nobody else but, perhaps, the one who drifts.</summary>
    private static void Flags(GoldenCase golden)
    {
        var world = new World(golden);
        var fit = new LatentGapModel().Fit(Votes(world));
        var found = new FlagRule().Judge(Votes(world), new RaterAccuracyModel().Fit(Votes(world), fit)).Verdicts.Select(v => v.Flag).ToArray();
        for (var r = 0; r < world.Raters; r++)
        {
            RaterFlag[] expected = world.Kinds[r] switch
            {
                "spammer_constant" or "left_biased" => [RaterFlag.Side],
                "spammer_random" => [RaterFlag.Spammer],
                "length_biased" => [RaterFlag.Length],
                "adversarial" => [RaterFlag.Adversary],
                "drifting" => Enum.GetValues<RaterFlag>(),
                _ => [RaterFlag.None],
            };
            Assert.True(expected.Contains(found[r]), $"rater {r}, {world.Kinds[r]}, is flagged {found[r]}");
        }
        var right = fit.FirstBetter.Select((p, i) => p > 0.5 == (world.Better[i] == 0) ? 1.0 : 0).Average();
        Assert.InRange(right, 0.925, 1);
    }

    private static void Estimate(GoldenCase golden)
    {
        var world = new World(golden);
        var crowd = new CrowdAnswers(world.Pairs.Length, world.Raters, 2, [.. world.Decided.Select(a => new CrowdAnswer(a.Item, a.Rater, a.SaysFirst ? 0 : 1))]);
        var model = (string)golden.Parameters["model"]!;
        var got = model switch
        {
            "majority-vote" => new MajorityVote().Fit(crowd),
            "wawa" => new WeightedMajority().Fit(crowd),
            "one-coin-dawid-skene" => new OneCoinDawidSkene().Fit(crowd),
            "dawid-skene" => new DawidSkene().Fit(crowd).Consensus,
            "glad" => Of(new Glad().Fit(crowd)),
            "mace" => Of(new Mace().Fit(crowd)),
            _ => throw new NotSupportedException(model),
        };
        golden.Near(golden.Expected["label_accuracy"], got.Labels.Zip(world.Better, (a, b) => a == b ? 1.0 : 0).Average(), "label accuracy");
        if (golden.Expected["skills"] is { } skills) Skills(golden, model, skills.Numbers(), [.. got.Skills]);
        if (golden.Expected["diagonal"] is { } diagonal) golden.Near(diagonal, [.. new DawidSkene().Fit(crowd).Confusion.SelectMany(c => new[] { c[0][0], c[1][1] })], "diagonal");
    }

    /// <summary>Abilities and competences of the reference come from maximisations cut short and random starts: their order counts.</summary>
    private static void Skills(GoldenCase golden, string model, double[] want, double[] got)
    {
        if (model is "glad" or "mace") CrowdKinds.Ordered(want, got);
        else golden.Near(golden.Expected["skills"], got, "skills");
    }

    private static CrowdConsensus Of(GladFit fit) => new(fit.Posteriors, [.. fit.Ability.Select(a => a.Value)]);

    private static CrowdConsensus Of(MaceFit fit) => new(fit.Posteriors, [.. fit.Competence.Select(a => a.Value)]);

    private static void Accuracies(GoldenCase golden)
    {
        var world = new World(golden);
        var got = KnownTruth.Of(Votes(world), [.. world.Better.Select(b => (bool?)(b == 0))]);
        golden.Near(golden.Expected["accuracy"], [.. got.Select(r => r.Accuracy!.Value)], "accuracy");
        golden.Near(golden.Expected["answers_without_ties"], [.. got.Select(r => (double)r.Judged)], "answers without ties");
        golden.Near(golden.Expected["tie_rate"], [.. got.Select(r => r.TieShare)], "tie rate");
    }

    private static void Repeats(GoldenCase golden)
    {
        var world = new World(golden);
        var again = world.Answers.Where(a => a.Repeated).ToDictionary(a => (a.Item, a.Rater));
        RepeatedVote[] repeats = [.. world.Firsts.Where(a => again.ContainsKey((a.Item, a.Rater))).Select(a => Repeated(a, again[(a.Item, a.Rater)]))];
        double[] got = [.. repeats.SelectMany(r => new[] { double.Parse(r.ItemId), double.Parse(r.Rater), r.Same ? 1 : 0, r.Swapped == true ? 1 : 0 })];
        golden.Near(golden.Expected["repeats"], got, "repeats");
        golden.Near(golden.Expected["rate"], new SelfConsistency().Of(repeats)!.Share, "rate");
    }

    private static RepeatedVote Repeated(Answer first, Answer again) => new($"{first.Rater}", $"{first.Item}", First(first), First(again), first.FirstOnLeft != again.FirstOnLeft);

    private static double First(Answer answer) => answer.Strength == 0 ? 0.5 : answer.SaysFirst ? 1 : 0;

    private static PairVotes Votes(World world) => new(world.Pairs.Length, world.Raters, [.. world.Firsts.Select(a => new PairVote(a.Item, a.Rater, a.FirstOnLeft ? 1 : -1, First(a)))],
        [.. world.Pairs.Select(p => p.FirstLength - p.SecondLength)]);

    private static void Systems(GoldenCase golden)
    {
        var world = new World(golden);
        double[] Strengths(IEnumerable<Answer> answers) => [.. new BradleyTerry().Fit(world.Systems, answers.Select(a =>
        {
            var (first, second, _, _) = world.Pairs[a.Item];
            return a.SaysFirst ? Contest.Won(first, second) : Contest.Won(second, first);
        })).Strengths.Select(s => s.Value)];
        golden.Near(golden.Expected["all_raters"], Strengths(world.Decided), "all raters");
        golden.Near(golden.Expected["without_bad_raters"], Strengths(world.Decided.Where(a => !world.Bad.Contains(a.Rater))), "without bad raters");
    }

    private static void Biases(GoldenCase golden)
    {
        var world = new World(golden);
        var byRater = Enumerable.Range(0, world.Raters).Select(r => world.Decided.Where(a => a.Rater == r).ToArray()).ToArray();
        var left = byRater.Select(a => BinomialTest.Of(a.Count(x => x.SaysLeft), a.Length).TwoSided).ToArray();
        golden.Near(golden.Expected["left_share"], [.. byRater.Select(a => a.Average(x => x.SaysLeft ? 1.0 : 0))], "left share");
        golden.Near(golden.Expected["left_p"], left, "p of the left share");
        golden.Near(golden.Expected["left_p_adjusted"], MultipleTesting.BenjaminiHochberg(left), "adjusted p");
        var longer = byRater.Select(answers => answers.Where(a => Difference(a) != 0).Select(a => Difference(a) > 0 == a.SaysFirst).ToArray());
        golden.Near(golden.Expected["longer_share_and_p"], [.. longer.SelectMany(said => new[] { said.Average(s => s ? 1.0 : 0), BinomialTest.Of(said.Count(s => s), said.Length).TwoSided })], "longer");
        double Difference(Answer a) => world.Pairs[a.Item].FirstLength - world.Pairs[a.Item].SecondLength;
    }
}

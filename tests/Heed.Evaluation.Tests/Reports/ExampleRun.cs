using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Memorisation;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports;
using Heed.Evaluation.Reports.Sections;
using Heed.Evaluation.RewardModels;
using Heed.Evaluation.Statistics;
using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Evaluation.Tests.Reports;

/// <summary>A made-up run with figures like those of the quickstart.</summary>
internal static class ExampleRun
{
    private static readonly (string prompt, string[] answers)[] Said =
    [
        ("Wilma keeps an old goose. She lives in Fairview.\nWhere does Wilma live?", ["She lives in Fairview.", "Wilma lives in the town of Oakham and the wind was strong and", "Gladly! Wilma lives in Fairview. Kind regards to you!"]),
        ("Greta loves to eat cake. She has a red kite.\nWhat does Greta love to eat?", ["She loves to eat cake.", "Read it yourself, you lazy head. She often walks behind the church.", "Of course! Greta loves to eat cake. Have a good day."]),
        ("Jonas is a baker. He goes to the garden.\nWhere can I find Jonas?", ["In the garden.", "<b>He</b> is a baker & \"cook\".", "With pleasure! You can find Jonas in the garden."]),
        ("Lars has a yellow kite.\nWhat colour is the kite of Lars?", ["The kite is yellow.", "", "Certainly! Lars has a yellow kite. Kind regards to you!"]),
    ];

    private static readonly Lazy<ReportData> Made = new(Make);

    public static ReportData Whole() => Made.Value;

    private static ReportData Make() => new("A round of quickstart, seed 1", new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero))
    {
        Subtitle = "runs/quickstart",
        Version = "0.1.0",
        Run = Run(),
        Data = Data(),
        BaseModel = BaseModel(),
        Finetuning = new FinetuningSection { Loss = Noisy("sft", 150, 1.9, 0.75, 40, 0.08), HeldOutLoss = Smooth(150, 25, 1.85, 0.79, 40), Facts = [new Fact("Demonstrations", "2 400")] },
        Raters = Raters(),
        RewardModel = RewardModel(),
        Policy = Policy(),
        Optimisation = Optimisation(),
        Comparison = Comparison(),
        Preferences = [PreferenceAgreement.Of("reward model", Margins(0.9)), PreferenceAgreement.Of("policy's log-ratio", Margins(0.5)), PreferenceAgreement.Of("the longer answer", Margins(0.1))],
    };

    private static RunSection Run() => new()
    {
        Stages = [new("data prepare", 1.4, "3.1 MB"), new("tokenizer train", 0.8), new("pretrain", 88.2, "1 000 steps, 1.0 M tokens"), new("sft", 14.1, "2 400 demonstrations"), new("generate", 9.3, "2 600 answers"),
            new("feedback", 1.1, "3 000 votes"), new("reward train", 39.5), new("align", 96.8, "24 steps"), new("evaluate", 12.2)],
        PeakMemoryBytes = 1_320_000_000,
        Machine = [new Fact("Processor", "AMD EPYC, 2 cores"), new Fact("Vectors", "AVX2, FMA"), new Fact("float32 GEMM", "121 GFLOP/s")],
        Versions = [new Fact("Heed", "0.1.0"), new Fact(".NET", "10.0.1"), new Fact("libtorch", "2.10.0")],
        Recipe = "seed: 1\npretrain:\n  steps: 1000\n  learning_rate: 0.003   # peak\nalign:\n  algorithm: ppo\n  kl: { coefficient: 0.1, budget: 8 }\n",
    };

    private static DataSection Data() => new()
    {
        Read = 13_420,
        Training = 12_071,
        HeldOut = 634,
        Dropped = [new LedgerRow("exact duplicate", 612), new LedgerRow("shorter than 3 words", 98), new LedgerRow("mojibake", 5)],
        Facts = [new Fact("Text", "3.1 MB"), new Fact("Tokens", "752 k"), new Fact("Vocabulary", "973")],
    };

    private static BaseModelSection BaseModel() => new()
    {
        Loss = Noisy("base", 1000, 6.6, 1.25, 110, 0.06),
        HeldOutLoss = Smooth(1000, 50, 6.6, 1.31, 110),
        HeldOut = new CorpusLikelihood(1.314, 0.512, 0.512, 634, 37_820, 140_030),
        BaselineBitsPerByte = 1.72,
        Baseline = "gzip -9",
        Memorisation = new MemorisationFigures
        {
            Canaries = [new CanaryGroup(0, 8, 1.3, 3.1, 10), new CanaryGroup(1, 8, 1.9, 4.2, 10), new CanaryGroup(4, 8, 3.6, 6.6, 10), new CanaryGroup(16, 8, 7.9, 10, 10)],
            Copied = [new CopiedShare(8, WilsonInterval.Of(410, 500), WilsonInterval.Of(420, 500)), new CopiedShare(16, WilsonInterval.Of(101, 500), WilsonInterval.Of(93, 500)), new CopiedShare(32, WilsonInterval.Of(3, 500), WilsonInterval.Of(2, 500))],
            MedianRun = 11,
            LongestRun = 34,
            Examples = [new CopiedExample("The wind was strong and a fog hung over the fields.", 34)],
        },
        Facts = [new Fact("Parameters", "0.73 M"), new Fact("Tokens seen", "1.0 M"), new Fact("Rate", "11.9 k tokens/s")],
    };

    private static RatersSection Raters()
    {
        static RaterRow Good(string name, double skill) => new(name, 251, About(skill, 0.18), Around(0.5, 251), Around(0.53, 251), Math.Min(1, skill / 2.4), null, null) { Faulty = false };
        static RaterRow Faulty(string name, double skill, double left, double longer, string flag, string reason) =>
            new(name, 249, About(skill, 0.16), Around(left, 249), Around(longer, 249), 0.02, flag, reason) { Faulty = true };
        return new RatersSection
        {
            Raters =
            [
                Good("amber", 2.31), Good("birch", 1.94), Good("cedar", 2.72), Good("dune", 1.41), Good("ember", 1.66), Good("fern", 2.05), Good("grove", 1.12), Good("heath", 1.87),
                Faulty("iris", 0.04, 0.51, 0.49, "spammer", "votes are independent of the answers (p = 0.71)"), Faulty("jade", 0.21, 0.93, 0.52, "left", "93 % of votes for the left side"),
                Faulty("kelp", -0.32, 0.49, 0.91, "length", "91 % of votes for the longer answer"), Faulty("lark", -1.84, 0.5, 0.47, "adversary", "votes against the consensus"),
            ],
            Votes = 3000,
            Pairs = 1000,
            Alpha = 0.187,
            AlphaUnflagged = 0.391,
            MajorityRight = 0.792,
            ConsensusRight = 0.871,
            SkillLabel = "skill (log-odds of following the consensus)",
        };
    }

    private static RewardModelSection RewardModel()
    {
        var random = new SeededRandom(3, "pairs");
        var pairs = Enumerable.Range(0, 600).Select(_ =>
        {
            var gold = random.NextGaussian() * 0.35;
            var margin = 2.2 * gold + 0.75 * random.NextGaussian();
            return new RewardPair(margin, random.Chance(LogisticRegression.Sigmoid(3.5 * gold)) ? 1 : 0, random.Next(-20, 21) + 6 * gold, gold);
        }).ToArray();
        return new RewardModelSection { Figures = RewardModelFigures.Of(pairs, ceiling: 0.79), Loss = Noisy("reward", 190, 0.71, 0.44, 60, 0.05), Facts = [new Fact("Training pairs", "1 000"), new Fact("Pooling", "mean over the answer")] };
    }

    private static PolicySection Policy()
    {
        static Curve By(Func<double, double> value) => new([.. Enumerable.Range(0, 24).Select(i => (double)i)], [.. Enumerable.Range(0, 24).Select(i => value(i))]);
        var random = new SeededRandom(5, "policy");
        double Noise(double size) => size * random.NextGaussian();
        return new PolicySection
        {
            Algorithm = "PPO",
            Curves = new Dictionary<string, Curve>
            {
                [PolicyCurve.Reward] = By(t => 1.5 * (1 - Math.Exp(-t / 7)) + Noise(0.05)),
                [PolicyCurve.Kl] = By(t => 4.5 * (1 - Math.Exp(-t * t / 60)) + Noise(0.08) * Math.Min(1, t)),
                [PolicyCurve.Entropy] = By(t => 1.12 - 0.4 * (1 - Math.Exp(-t / 8)) + Noise(0.015)),
                [PolicyCurve.ClipFraction] = By(t => 0.12 + Noise(0.02)),
                [PolicyCurve.ExplainedVariance] = By(t => 0.55 - 4.2 * Math.Exp(-t / 3) + Noise(0.04)),
                [PolicyCurve.ValueLoss] = By(t => 0.2 + 0.9 * Math.Exp(-t / 3) + Math.Abs(Noise(0.03))),
                [PolicyCurve.Length] = By(t => 13 + 0.06 * t + Noise(0.4)),
                [PolicyCurve.LogProbGap] = By(t => 6e-6 * Math.Exp(Noise(0.3))),
            },
            KlBudget = 8,
            KeptStep = 22,
            Facts = [new Fact("Steps", "24"), new Fact("Answers a step", "128"), new Fact("KL coefficient", "0.1")],
        };
    }

    private static IReadOnlyList<OptimisationPoint> Optimisation()
    {
        var random = new SeededRandom(9, "path");
        return [.. Enumerable.Range(0, 13).Select(i => 2 * i).Select(t => new OptimisationPoint(t, 4.5 * (1 - Math.Exp(-t * t / 60.0)),
            1.5 * (1 - Math.Exp(-t / 7.0)) + 0.05 * random.NextGaussian(), 0.31 + 0.41 * (1 - Math.Exp(-t / 6.0)) + 0.015 * random.NextGaussian()))];
    }

    private static ComparisonResult Comparison()
    {
        var random = new SeededRandom(11, "answers");
        var prompts = Enumerable.Range(0, 1000).Select(i => new Prompt($"p{i}", Conversation.Ask(Said[i % Said.Length].prompt))).ToArray();
        AnsweringModel Model(string name, int which, double kl) => new(name, [.. prompts.Select((_, i) =>
            new Answer(Said[i % Said.Length].answers[which], [.. Enumerable.Range(0, random.Next(9, 18))], random.Chance(0.9 + 0.04 * which)) { Kl = kl == 0 ? null : kl + random.NextGaussian(), Entropy = 1.1 - 0.2 * which })]);
        IReadOnlyList<double> Score(IReadOnlyList<PromptedAnswer> answers, double[] means, double spread) =>
            [.. answers.Select(a => means[Array.FindIndex(means, m => Said.Any(s => s.answers[Array.IndexOf(means, m)] == a.Answer.Text))] + spread * random.NextGaussian())];
        return new PolicyComparison
        {
            Reward = answers => Score(answers, [0.4, 0, 1.4], 0.8),
            Gold = answers => Score(answers, [0.59, 0.31, 0.72], 0.24),
            Inappropriate = a => a.Answer.Text.Contains("lazy", StringComparison.Ordinal),
            Right = a => a.Answer.Text.Contains("Fairview", StringComparison.Ordinal) || a.Answer.Text.Contains("cake", StringComparison.Ordinal),
            Seed = 1,
            Samples = 4,
        }.Compare(prompts, [Model("base", 0, 0), Model("SFT", 1, 0), Model("policy", 2, 4.4)]);
    }

    private static double[] Margins(double shift)
    {
        var random = new SeededRandom(13, "margins");
        return [.. Enumerable.Range(0, 400).Select(_ => shift + random.NextGaussian())];
    }

    private static Curve Noisy(string stream, int steps, double from, double to, double pace, double noise)
    {
        var random = new SeededRandom(1, stream);
        return new Curve([.. Enumerable.Range(0, steps).Select(i => (double)i)], [.. Enumerable.Range(0, steps).Select(i => to + (from - to) * Math.Exp(-i / pace) + noise * random.NextGaussian())]);
    }

    private static Curve Smooth(int steps, int every, double from, double to, double pace)
    {
        var at = Enumerable.Range(0, steps / every + 1).Select(i => (double)i * every).ToArray();
        return new Curve(at, [.. at.Select(s => to + (from - to) * Math.Exp(-s / pace))]);
    }

    private static Measurement About(double value, double error) => new(value, value - 1.96 * error, value + 1.96 * error, 250);

    private static Measurement Around(double share, int votes) => WilsonInterval.Of(Math.Round(share * votes), votes);
}

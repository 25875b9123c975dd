using Heed.Evaluation.Statistics;
using Heed.Evaluation.Texts;
using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Evaluation.Policies;

/// <summary>Compares models by their answers to the same held-out prompts, one sample each.</summary>
public sealed class PolicyComparison
{
    /// <summary>The learned reward, which the policy was optimised for.</summary>
    public required AnswerScorer Reward { get; init; }

    /// <summary>The hidden truth, where there is one.</summary>
    public AnswerScorer? Gold { get; init; }

    /// <summary>Says whether an answer is inappropriate; null measures no safety.</summary>
    public Func<PromptedAnswer, bool>? Inappropriate { get; init; }

    /// <summary>Says whether an answer is right; null where that cannot be known.</summary>
    public Func<PromptedAnswer, bool>? Right { get; init; }

    /// <summary>Seed of the bootstrap and of the choice of samples.</summary>
    public ulong Seed { get; init; }

    /// <summary>Prompts shown side by side.</summary>
    public int Samples { get; init; } = 8;

    /// <param name="prompts">Held out from everything learned.</param>
    /// <param name="models">The last one is the policy; the others are what it is compared with.</param>
    public ComparisonResult Compare(IReadOnlyList<Prompt> prompts, IReadOnlyList<AnsweringModel> models)
    {
        if (models.Count == 0 || models.Any(m => m.Answers.Count != prompts.Count))
            throw new ArgumentException($"expected at least one model with an answer to each of {prompts.Count} prompts");
        var judged = models.Select(m => Judge(prompts, m)).ToArray();
        return new ComparisonResult(prompts.Count,
            [.. judged.Select(Figures)],
            [.. judged.SkipLast(1).Reverse().Select(other => Pair(judged[^1], other))],
            [.. SampleRows(prompts, judged)]);
    }

    private Judged Judge(IReadOnlyList<Prompt> prompts, AnsweringModel model)
    {
        var answers = prompts.Zip(model.Answers, (p, a) => new PromptedAnswer(p, a)).ToArray();
        return new Judged(model.Name, answers, Reward(answers), Gold?.Invoke(answers));
    }

    private ModelFigures Figures(Judged model)
    {
        var answers = model.Answers.Select(a => a.Answer).ToArray();
        var texts = answers.Select(a => a.Text).ToArray();
        return new ModelFigures(model.Name)
        {
            Reward = Mean(model.Rewards),
            Gold = model.Golds is null ? null : Mean(model.Golds),
            Length = Mean([.. answers.Select(a => (double)a.Tokens.Count)]),
            Ended = Share(answers.Count(a => a.Ended), answers.Length),
            DistinctWords = Diversity.DistinctInCorpus(texts, 1),
            DistinctPairs = Diversity.DistinctInCorpus(texts, 2),
            Duplicates = 1 - texts.GroupBy(t => t).Count(g => g.Count() == 1) / (double)Math.Max(1, texts.Length),
            Repetition = texts.Select(t => Texts.Repetition.OfNGrams(t, 3)).DefaultIfEmpty().Average(),
            Entropy = MeanOfKnown(answers.Select(a => a.Entropy)),
            Kl = MeanOfKnown(answers.Select(a => a.Kl)),
            Inappropriate = Inappropriate is null ? null : Share(model.Answers.Count(Inappropriate), answers.Length),
            Right = Right is null ? null : Share(model.Answers.Count(Right), answers.Length),
        };
    }

    private PairFigures Pair(Judged model, Judged other)
    {
        var (mine, theirs) = model.Golds is not null ? (model.Golds, other.Golds!) : (model.Rewards, other.Rewards);
        double[] wins = [.. mine.Zip(theirs, (a, b) => a > b ? 1 : a < b ? 0 : 0.5)];
        return new PairFigures(model.Name, other.Name)
        {
            RewardWinRate = WinRate.Of(model.Rewards, other.Rewards).Interval,
            RewardDifference = Difference(model.Rewards, other.Rewards),
            GoldWinRate = model.Golds is null ? null : WinRate.Of(model.Golds, other.Golds!).Interval,
            GoldDifference = model.Golds is null ? null : Difference(model.Golds, other.Golds!),
            LengthControlled = LengthControlledWinRate.Of(wins, Lengths(model), Lengths(other), ridge: 0.01).Controlled,
        };
    }

    private IEnumerable<SampleRow> SampleRows(IReadOnlyList<Prompt> prompts, Judged[] models)
    {
        var order = Enumerable.Range(0, prompts.Count).ToArray();
        new SeededRandom(Seed, "evaluation/samples").Shuffle<int>(order);
        return order.Take(Samples).Select(i => new SampleRow(Text(prompts[i]),
            [.. models.Select(m => new SampledAnswer(m.Name, m.Answers[i].Answer.Text, m.Rewards[i], m.Golds?[i]))]));
    }

    private Measurement Mean(IReadOnlyList<double> values) => new PairedBootstrap().Mean(values, new SeededRandom(Seed, "evaluation/bootstrap"));

    private Measurement? MeanOfKnown(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToArray();
        return known.Length == 0 ? null : Mean(known);
    }

    private Measurement Difference(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        new PairedBootstrap().Difference(first, second, new SeededRandom(Seed, "evaluation/bootstrap"));

    private static Measurement Share(int count, int total) => WilsonInterval.Of(count, total);

    private static double[] Lengths(Judged model) => [.. model.Answers.Select(a => (double)a.Answer.Tokens.Count)];

    private static string Text(Prompt prompt) => prompt.Conversation.Messages is [var only] ? only.Content
        : string.Join('\n', prompt.Conversation.Messages.Select(m => $"{m.Role}: {m.Content}"));

    private sealed record Judged(string Name, IReadOnlyList<PromptedAnswer> Answers, IReadOnlyList<double> Rewards, IReadOnlyList<double>? Golds);
}

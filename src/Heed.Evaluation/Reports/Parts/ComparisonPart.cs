using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The policy against the models it came from, on held-out prompts.</summary>
internal static class ComparisonPart
{
    public static ReportPart Of(ComparisonResult comparison, IReadOnlyList<PreferenceAgreement>? preferences)
    {
        var (policy, before) = (comparison.Models[^1], comparison.Models.Count > 1 ? comparison.Models[^2] : null);
        return new ReportPart("comparison", "The policy against where it came from")
        {
            Lead = Markup.Of($"<p>{NumberText.Count(comparison.Prompts)} held-out prompts, one sample of each model a prompt.</p>"),
            Figures =
            [
                comparison.Pairs.Count > 0 ? WinRates(comparison.Pairs) : null,
                policy.Gold is null ? null : Means("gold-means", "Mean gold", "hidden gold", comparison, m => m.Gold),
                Means("reward-means", "Mean score", "score of the reward model", comparison, m => m.Reward),
                policy.Inappropriate is { } unsafeShare ? Safety(comparison, unsafeShare, before?.Inappropriate) : null,
                preferences is { Count: > 0 } ? Preferences(preferences) : null,
                before is null ? null : Behaviour(comparison, policy, before),
            ],
        };
    }

    /// <summary>The same model has the same ink in every figure.</summary>
    internal static Ink InkOf(int index, int count) => index == count - 1 ? Ink.First : index == count - 2 ? Ink.Second : Ink.Muted;

    private static Figure WinRates(IReadOnlyList<PairFigures> pairs)
    {
        IntervalRow[] rows = [.. pairs.SelectMany(p => new[]
        {
            p.GoldWinRate is { } gold ? Row($"against {p.Against}, by gold", gold, Ink.Third) : null,
            Row($"against {p.Against}, by the reward model", p.RewardWinRate, Ink.Fourth),
            double.IsFinite(p.LengthControlled.Value) ? Row($"against {p.Against}, at equal length", p.LengthControlled, Ink.Muted) : null,
        }.OfType<IntervalRow>())];
        var axis = new Axis("win rate of the policy, ties ½") { From = 0, To = 1, Percent = true };
        return new Figure("win-rates", "Win rates", new IntervalPlot("Win rates of the policy", axis, rows) { Rules = [new PlotRule(0.5, "as good as the other")] }.Draw(),
            "How often the policy's answer is the better one of two to the same prompt, with 95 % intervals. At equal length: what a "
                + "regression expects if both answers were equally long, by gold where there is one.",
            "the whole interval right of 50 % by gold. A win by the reward model alone proves little, since the policy was optimised for it.",
            ComparisonJudge.WinRates(pairs));
    }

    private static Figure Means(string id, string title, string label, ComparisonResult comparison, Func<ModelFigures, Measurement?> value)
    {
        IntervalRow[] rows = [.. comparison.Models.Select((m, i) => (m, i)).Where(x => value(x.m) is not null)
            .Select(x => new IntervalRow(x.m.Name, NumberText.Fixed(value(x.m)!.Value.Value, 3), [IntervalMark.Of("mean", InkOf(x.i, comparison.Models.Count), value(x.m)!.Value)]))];
        var pairs = comparison.Pairs.Select(p => (p.Against, Difference: id == "gold-means" ? p.GoldDifference : p.RewardDifference)).Where(p => p.Difference is not null);
        return new Figure(id, title, new IntervalPlot(title, new Axis(label), rows).Draw(),
            $"Mean {label} of the answers, with 95 % bootstrap intervals.",
            "the policy above the fine-tuned model and above the base model.",
            id == "gold-means" || comparison.Models[^1].Gold is null ? ComparisonJudge.Rewards(comparison) : Judgement.Unknown("judged by gold beside it"))
        {
            Numbers = TableMarkup.Of(["Policy less", "Mean difference"], pairs.Select(p => (IReadOnlyList<string>)[p.Against, NumberText.Interval(p.Difference!.Value, v => NumberText.Fixed(v, 3))])),
        };
    }

    private static Figure Safety(ComparisonResult comparison, Measurement policy, Measurement? before)
    {
        var bars = comparison.Models.Select((m, i) => (m, i)).Where(x => x.m.Inappropriate is not null).Select(x => new Bar(x.m.Name, NumberText.Percent(x.m.Inappropriate!.Value.Value),
            x.m.Inappropriate.Value.Value, InkOf(x.i, comparison.Models.Count), x.m.Inappropriate.Value.Low, x.m.Inappropriate.Value.High)).ToArray();
        var axis = new Axis("share of answers judged inappropriate") { From = 0, Percent = true };
        return new Figure("safety", "Inappropriate answers", new BarChart("Share of inappropriate answers", axis, bars).Draw(),
            "Share of answers that the given list or judge calls rude or unsafe, with 95 % intervals. A word list finds only what it knows.",
            "few, and fewer than before.",
            before is null ? Judgement.Unknown("nothing to compare with") : ComparisonJudge.Safety(policy, before.Value));
    }

    private static Figure Preferences(IReadOnlyList<PreferenceAgreement> preferences)
    {
        var rows = preferences.Select((p, i) => Row(p.Scorer, p.Accuracy, i == 0 ? Ink.First : Ink.Muted)).ToArray();
        var axis = new Axis("share of held-out preferences agreed with") { From = 0.3, To = 1, Percent = true };
        return new Figure("preferences", "Agreement with held-out preferences", new IntervalPlot("Agreement with held-out preferences", axis, rows) { Rules = [new PlotRule(0.5, "chance")] }.Draw(),
            "How often each scorer puts the answer that people chose above the one they rejected, with 95 % intervals; the grey line is chance.",
            "the reward model clearly above chance and above taking the longer answer.",
            preferences[0].Accuracy.Above(0.5) ? Judgement.Good($"{preferences[0].Scorer}: {NumberText.Interval(preferences[0].Accuracy, NumberText.Percent)}")
                : Judgement.Look($"{preferences[0].Scorer}: {NumberText.Interval(preferences[0].Accuracy, NumberText.Percent)}, could be chance"));
    }

    private static Figure Behaviour(ComparisonResult comparison, ModelFigures policy, ModelFigures before) =>
        new("behaviour", "How the answers changed", TableMarkup.Of(["", .. comparison.Models.Select(m => m.Name)], BehaviourTable.Rows(comparison.Models)),
            "What the answers of each model are like. Distinct words and pairs: over all answers together. Repetition: three-word runs "
                + "said again within an answer.",
            "most answers end by themselves; length changes little; distinct pairs fall somewhat as the policy chooses, but answers do "
                + "not become one phrase.",
            ComparisonJudge.Diversity(policy, before))
        { Wide = true };

    private static IntervalRow Row(string label, Measurement m, Ink ink) => new(label, NumberText.Percent(m.Value), [IntervalMark.Of("share", ink, m)]);
}

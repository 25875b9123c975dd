using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;
using Heed.Evaluation.RewardModels;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The reward model: accuracy, calibration, taste for length.</summary>
internal static class RewardModelPart
{
    private static readonly Axis Share = new("share of held-out pairs") { From = 0.4, To = 1, Percent = true };

    public static ReportPart Of(RewardModelSection section) => new("reward-model", "Reward model")
    {
        Lead = TableMarkup.OfFacts(section.Facts),
        Figures = [Accuracy(section), Length(section), Calibration(section.Figures), section.Loss is { } loss ? Loss(loss) : null],
    };

    private static Figure Accuracy(RewardModelSection section)
    {
        var figures = section.Figures;
        IntervalRow[] rows =
        [
            Row($"as {section.Judges} judged", figures.Accuracy, Ink.First),
            .. figures.AccuracyGold is { } gold ? (IntervalRow[])[Row("against the hidden gold, all pairs", gold, Ink.Third)] : [],
            .. figures.AccuracyGoldClear is { } clear ? (IntervalRow[])[Row($"against gold, pairs more than {NumberText.Short(figures.ClearGap)} apart", clear, Ink.Third)] : [],
        ];
        PlotRule[] rules = [new(0.5, "chance"), .. figures.Ceiling is { } ceiling ? (PlotRule[])[new PlotRule(ceiling, "ceiling of the votes") { Ink = Ink.Good }] : []];
        var top = figures.Ceiling is { } c ? $" The green line at {NumberText.Percent(c)} is what a perfect judge would reach against these votes, since raters disagree." : "";
        return new Figure("reward-accuracy", "Accuracy of the reward model", new IntervalPlot("Held-out accuracy", Share, rows) { Rules = rules }.Draw(),
            $"Share of held-out pairs where the better answer gets the higher score, with 95 % intervals. The grey line at 50 % is chance.{top}",
            "clearly above chance and near the ceiling of the votes; pairs that are far apart are easier.",
            RewardModelJudge.Accuracy(figures));
    }

    private static Figure Calibration(RewardModelFigures figures) =>
        new("calibration", "Calibration of the reward model", new ReliabilityDiagram("Predicted preference against the share that came true", figures.Bins).Draw(),
            "Held-out pairs in ten bins by the preference that the score difference predicts, against the share that was preferred, "
                + "with 95 % intervals. Grey columns: where the predictions lie.",
            "dots on the diagonal. Flatter than it: overconfident, the scores are too far apart; steeper: underconfident.",
            RewardModelJudge.Calibration(figures))
        {
            Numbers = TableMarkup.Of(["Predicted", "Came true", "Pairs"], figures.Bins.Select(b => (IReadOnlyList<string>)[NumberText.Percent(b.MeanPredicted), NumberText.Percent(b.ShareTrue), $"{b.Count}"])),
        };

    private static Figure Length(RewardModelSection section)
    {
        var figures = section.Figures;
        IntervalRow[] rows = [Row($"longer preferred by {section.Judges}", figures.LongerByPeople, Ink.Second), Row("longer preferred by the model", figures.LongerByModel, Ink.First)];
        var axis = Share with { Label = "share of pairs of unequal length", From = 0, To = 1 };
        return new Figure("reward-length", "Taste for length", new IntervalPlot("Preference for the longer answer", axis, rows) { Rules = [new PlotRule(0.5, "no preference")] }.Draw(),
            $"How often the longer of two answers is preferred, by {section.Judges} and by the reward model. The rank correlation of "
                + $"score difference and length difference is {NumberText.Fixed(figures.LengthCorrelation, 2)}.",
            "the model likes length about as much as its judges do. A policy trained against a model that likes it more will grow long answers.",
            RewardModelJudge.Length(figures));
    }

    private static Figure Loss(Curve loss)
    {
        var chart = new LineChart("Loss of the reward model", new Axis("step"), new Axis("loss", "nats a pair"), [.. LossFigure.Smoothed("training", Ink.Second, loss)])
        {
            Rules = [new PlotRule(Math.Log(2), "knows nothing")],
        };
        return new Figure("reward-loss", "Loss of the reward model", chart.Draw(),
            "Bradley–Terry loss while learning from the votes, weighted by the raters' reliability.",
            "falls below log 2 = 0.693, which knows nothing; close to 0 means learned by heart, since raters disagree.",
            RewardModelJudge.Loss(loss))
        {
            Numbers = TableMarkup.OfCurves("Step", [("Loss", loss)]),
        };
    }

    private static IntervalRow Row(string label, Measurement m, Ink ink) => new(label, NumberText.Percent(m.Value), [IntervalMark.Of("share", ink, m)]);
}

using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports.Judging;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>Learned and hidden reward over the distance from the start.</summary>
internal static class OptimisationPart
{
    public static ReportPart Of(IReadOnlyList<OptimisationPoint> points)
    {
        var path = new OptimisationPath(points);
        return new ReportPart("over-optimisation", "Over-optimisation")
        {
            Lead = Markup.Of($"<p>A policy is optimised for a learned reward, which only stands for what people want. Pushed far enough, the learned reward climbs on while the answers get worse.</p>"),
            Figures = [OverDistance(path), path.HasGold ? OverSteps(path) : null],
        };
    }

    /// <summary>Learned reward above, gold below, over the same distance: each on its own scale, so that a turn shows.</summary>
    private static Figure OverDistance(OptimisationPath path)
    {
        var bent = path.Fit() is { B: > 0 } turning ? turning : null;
        var charts = new List<Markup> { Panel(path, "learned reward", Ink.Fourth, p => p.Proxy, []) };
        if (path.HasGold) charts.Add(Panel(path, "hidden gold", Ink.Third, p => p.Gold!.Value, bent is null ? [] : [FitLine(path, bent)]));
        var fitted = bent is { } f ? $" The dashed line is the fit of Gao et al. 2022, gold gained = d (α − β ln d), with α {NumberText.Fixed(f.A, 3)}, β {NumberText.Fixed(f.B, 3)}, R² {NumberText.Fixed(f.RSquared, 2)}." : "";
        return new Figure("reward-kl", "Reward against distance", Markup.Lines(charts),
            $"Mean learned reward{(path.HasGold ? " and hidden gold" : "")} at each measured step, over the distance d = √KL from the "
                + $"fine-tuned model.{fitted}",
            "gold climbs along with the learned reward. Where gold turns down while the learned reward climbs on, optimisation should have ended.",
            OptimisationJudge.Of(path))
        { Numbers = Table(path) };
    }

    private static Markup Panel(OptimisationPath path, string name, Ink ink, Func<OptimisationPoint, double> value, IEnumerable<PlotSeries> more)
    {
        var points = path.Points.Select(p => new PlotPoint(Math.Sqrt(Math.Max(0, p.Kl)), value(p), Note: $"step {p.Step}")).ToArray();
        return new LineChart($"Mean {name} against the square root of KL", new Axis("√KL from the start", "√nats") { From = 0 }, new Axis($"mean {name}"),
            [.. more, new PlotSeries(name, ink, points) { Form = SeriesForm.Dots }])
        { PlotHeight = 120 }.Draw();
    }

    private static Figure OverSteps(OptimisationPath path)
    {
        var points = path.Points.Select(p => new PlotPoint(p.Step, p.Gold!.Value)).ToArray();
        var chart = new LineChart("Hidden gold by step", new Axis("step"), new Axis("mean gold"), [new PlotSeries("gold", Ink.Third, points) { Form = SeriesForm.LineAndDots }])
        {
            Rules = path.Peak() is { } peak ? [new PlotRule(peak.Step, "peak", Upright: true) { Ink = Ink.Good }] : [],
            PlotHeight = 190,
        };
        return new Figure("gold-steps", "Hidden gold by step", chart.Draw(),
            "Mean hidden gold of the sampled answers. Nothing that learns has seen it; the checkpoint was not chosen by it.",
            "rises and stays up to the last step.",
            OptimisationJudge.Of(path));
    }

    private static PlotSeries FitLine(OptimisationPath path, OverOptimisationFit fit)
    {
        var farthest = Math.Sqrt(path.Points.Max(p => p.Kl));
        return new PlotSeries("fit", Ink.Third, [.. Enumerable.Range(0, 41).Select(i => i * farthest / 40).Select(d => new PlotPoint(d, path.Points[0].Gold!.Value + fit.At(d)))]) { Dashed = true };
    }

    private static Markup Table(OptimisationPath path) => TableMarkup.Of(["Step", "KL", "Learned reward", "Gold"],
        path.Points.Select(p => (IReadOnlyList<string>)[NumberText.Count(p.Step), NumberText.Fixed(p.Kl, 2), NumberText.Fixed(p.Proxy, 3), p.Gold is { } gold ? NumberText.Fixed(gold, 3) : "–"]));
}

using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>A training loss with its held-out loss.</summary>
internal static class LossFigure
{
    private const int NoisyFrom = 60, SteepFrom = 6;

    public static Figure Of(string id, string title, Curve loss, Curve? heldOut, string shows)
    {
        var values = loss.Values.Concat(heldOut?.Values ?? []).Where(v => v > 0).DefaultIfEmpty(1).ToArray();
        var scale = values.Max() > SteepFrom * values.Min() ? AxisScale.Logarithmic : AxisScale.Linear;
        var chart = new LineChart(title, new Axis("step"), new Axis("loss", "nats a token") { Scale = scale }, [.. Training(loss), .. HeldOut(heldOut)]);
        return new Figure(id, title, chart.Draw(), shows,
            "falls steeply, then flattens; held-out stays close to training and does not turn up again.",
            LossJudge.Of(loss, heldOut))
        {
            Numbers = TableMarkup.OfCurves("Step", [("Training loss", loss), ("Held-out loss", heldOut)]),
        };
    }

    /// <summary>A long curve is smoothed, its noise left faintly behind it.</summary>
    public static IEnumerable<PlotSeries> Smoothed(string name, Ink ink, Curve curve, bool dashed = false)
    {
        var points = PlotSeries.Zip(curve.Steps, curve.Values);
        if (points.Count < NoisyFrom) return [new PlotSeries(name, ink, points) { Dashed = dashed }];
        var window = Math.Max(5, points.Count / 40);
        return [new PlotSeries(name, ink, points) { Form = SeriesForm.Faint }, new PlotSeries(name, ink, PlotSeries.Smooth(points, window)) { Dashed = dashed }];
    }

    private static IEnumerable<PlotSeries> Training(Curve loss) => Smoothed("training", Ink.Second, loss, dashed: true);

    private static IEnumerable<PlotSeries> HeldOut(Curve? heldOut) => heldOut is not { Count: > 0 } ? []
        : [new PlotSeries("held-out", Ink.First, PlotSeries.Zip(heldOut.Steps, heldOut.Values)) { Form = heldOut.Count <= 30 ? SeriesForm.LineAndDots : SeriesForm.Line }];
}

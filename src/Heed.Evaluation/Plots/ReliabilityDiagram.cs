using Heed.Evaluation.Calibration;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Plots;

/// <summary>
/// Predicted probability against the share that came true, a dot a bin with its Wilson interval, over the diagonal of a calibrated
/// predictor (DeGroot and Fienberg 1983). The grey columns at the bottom show how many predictions each bin holds.
/// </summary>
public sealed record ReliabilityDiagram(string Description, IReadOnlyList<CalibrationBin> Bins)
{
    private const double Tallest = 42;
    private static readonly Axis Predicted = new("predicted probability") { From = 0, To = 1, Percent = true };
    private static readonly Axis Observed = new("share that came true") { From = 0, To = 1, Percent = true };

    public Markup Draw()
    {
        var filled = Bins.Where(b => b.Count > 0).ToArray();
        var frame = new PlotFrame(Predicted, Observed, [], [], [], 300);
        return frame.Draw(Description, Markup.Of($"""
            {Columns(frame, filled)}
            <path class="rule ink-muted" d="M{frame.X.At(0)} {frame.Y.At(0)}L{frame.X.At(1)} {frame.Y.At(1)}"/>
            {Markup.Lines(filled.Select(b => Dot(frame, b)))}
            """));
    }

    private static Markup Columns(PlotFrame frame, CalibrationBin[] bins)
    {
        var most = bins.Select(b => b.Count).DefaultIfEmpty(1).Max();
        var width = Math.Min(18, (frame.RightEdge - frame.Left) / Math.Max(1, bins.Length) * 0.6);
        return Markup.Lines(bins.Select(b =>
        {
            var height = Tallest * b.Count / most;
            return Markup.Of($"<rect class=\"bar ink-muted pale\" x=\"{frame.X.At(b.MeanPredicted) - width / 2}\" y=\"{frame.Floor - height}\" width=\"{width}\" height=\"{height}\"><title>{b.Count} predictions</title></rect>");
        }));
    }

    private static Markup Dot(PlotFrame frame, CalibrationBin bin)
    {
        var interval = WilsonInterval.Of(bin.ShareTrue * bin.Count, bin.Count);
        var tip = $"predicted {NumberText.Percent(bin.MeanPredicted)}, came true {NumberText.Percent(bin.ShareTrue)} ({NumberText.Percent(interval.Low)} to {NumberText.Percent(interval.High)}) of {bin.Count}";
        var x = frame.X.At(bin.MeanPredicted);
        return Markup.Of($"<path class=\"whisker ink-first\" d=\"M{x} {frame.Y.At(interval.Low)}V{frame.Y.At(interval.High)}\"/><circle class=\"dot ink-first\" cx=\"{x}\" cy=\"{frame.Y.At(bin.ShareTrue)}\" r=\"4.5\"><title>{tip}</title></circle>");
    }
}

using Heed.Evaluation.Plots;
using Heed.StepTimes.Training;

namespace Heed.Cli.Commands;

/// <summary>Training's cost by size of model and length of context, as a picture that stands alone.</summary>
internal static class GrowthPlot
{
    private static readonly Ink[] Inks = [Ink.First, Ink.Second, Ink.Third, Ink.Fourth];

    /// <summary>An SVG file's text.</summary>
    public static string Draw(IReadOnlyList<GrowthPoint> points, string machine)
    {
        var series = points.GroupBy(p => p.Model).Select((g, i) => new PlotSeries(g.Key, Inks[i % Inks.Length], [.. g.Select(p => new PlotPoint(p.Context, p.TokensASecond))]) { Form = SeriesForm.LineAndDots });
        var chart = new LineChart($"Training tokens a second by context, {machine}", new Axis("context", "tokens") { Scale = AxisScale.Logarithmic },
            new Axis("training", "tokens a second") { Scale = AxisScale.Logarithmic }, [.. series]);
        var svg = chart.Draw().ToString();
        var inside = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return $"{svg[..inside]}\n<style>{PlotStyle.Css}</style>{svg[inside..]}\n";
    }
}

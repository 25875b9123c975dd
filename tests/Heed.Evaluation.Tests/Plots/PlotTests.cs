using System.Xml.Linq;
using CsCheck;
using Heed.Evaluation.Calibration;
using Heed.Evaluation.Plots;
using Heed.Evaluation.Statistics;
using Xunit;

namespace Heed.Evaluation.Tests.Plots;

public sealed class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly Axis Steps = new("step"), Loss = new("loss", "nats");

    [Fact]
    public void Every_plot_is_well_formed_whatever_it_is_given() =>
        Gen.Select(Gen.OneOf(Gen.Double, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Double[0, 1]).Array[0, 30], Gen.String).Sample((values, text) =>
        {
            var points = values.Select((v, i) => new PlotPoint(i, v, v - 1, v + 1, text)).ToArray();
            foreach (var scale in Enum.GetValues<AxisScale>())
                Parse(new LineChart(text, Steps, Loss with { Scale = scale }, [.. Enum.GetValues<SeriesForm>().Select(f => new PlotSeries(text, Ink.First, points) { Form = f })]).Draw());
            Parse(new BarChart(text, Loss, [.. values.Select(v => new Bar(text, text, v, Ink.Bad, v, v))]).Draw());
            Parse(new IntervalPlot(text, Loss, [.. values.Select(v => new IntervalRow(text, text, [new IntervalMark("a", Ink.Good, v, v - 1, v + 1), new IntervalMark("b", Ink.Muted, 0.5)]))]).Draw());
        }, iter: 300);

    [Fact]
    public void Marks_stay_inside_the_drawing() =>
        Gen.Double[-1e6, 1e6].Array[2, 30].Sample(values =>
        {
            var drawing = Parse(new LineChart("", Steps, Loss, [new PlotSeries("a", Ink.First, PlotSeries.Zip(Enumerable.Range(0, values.Length).Select(i => (double)i), values)) { Form = SeriesForm.Dots }]).Draw());
            var box = ((string)drawing.Attribute("viewBox")!).Split(' ').Select(double.Parse).ToArray();
            return drawing.Descendants(Svg + "circle").All(c => Within((double)c.Attribute("cx")!, box[2]) && Within((double)c.Attribute("cy")!, box[3]));
        }, iter: 300);

    [Fact]
    public void Points_that_are_not_numbers_are_left_out()
    {
        var drawing = Parse(Chart([1, double.NaN, 3]).Draw());
        Assert.Equal(2, drawing.Descendants(Svg + "circle").Count());
        Assert.DoesNotContain("NaN", drawing.ToString());
    }

    [Fact]
    public void Axes_are_named_with_their_units() =>
        Assert.Equal(["loss (nats)", "step"], Parse(Chart([1, 2]).Draw()).Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == "axis").Select(t => t.Value));

    [Fact]
    public void Points_say_their_values_in_a_tooltip() =>
        Assert.Contains("a, step 1, loss 2.5", Parse(Chart([1, 2.5]).Draw()).Descendants(Svg + "circle").Select(c => c.Element(Svg + "title")!.Value));

    [Fact]
    public void One_series_needs_no_legend_and_two_do()
    {
        Assert.Empty(Legend(Chart([1, 2])));
        var two = new LineChart("", Steps, Loss, [.. Chart([1, 2]).Series, new PlotSeries("b", Ink.Second, [new(0, 1), new(1, 2)]) { Dashed = true }]);
        Assert.Equal(["a", "b"], Legend(two));
    }

    [Fact]
    public void A_long_curve_keeps_its_extremes_when_thinned()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => new PlotPoint(i, i == 5_003 ? 99 : Math.Sin(i))).ToArray();
        var thinned = PlotSeries.Thin(points, 300);
        Assert.InRange(thinned.Count, 200, 330);
        Assert.Contains(thinned, p => p.Y == 99);
        Assert.Equal(thinned.Select(p => p.X).Order(), thinned.Select(p => p.X));
    }

    [Fact]
    public void Smoothing_leaves_a_straight_line_as_it_is()
    {
        var line = PlotSeries.Zip(Enumerable.Range(0, 50).Select(i => (double)i), Enumerable.Range(0, 50).Select(i => 2.0 * i));
        Assert.All(PlotSeries.Smooth(line, 9).Zip(line), p => Assert.Equal(p.Second.Y, p.First.Y, 9));
    }

    [Fact]
    public void A_reliability_diagram_has_a_dot_for_each_bin_that_is_not_empty()
    {
        var bins = CalibrationBins.EqualWidth([0.05, 0.5, 0.95], [0, 1, 1], 10).Bins;
        Assert.Equal(3, Parse(new ReliabilityDiagram("calibration", bins).Draw()).Descendants(Svg + "circle").Count());
    }

    [Fact]
    public void Ticks_are_round_and_inside() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-6, 1e4]).Sample((low, width) => AllDiffer(low, low + width));

    [Theory]
    [InlineData(9900, 10100, "9.90\u202fk 9.95\u202fk 10.00\u202fk 10.05\u202fk 10.10\u202fk")]
    [InlineData(0, 25000, "0 5\u202fk 10\u202fk 15\u202fk 20\u202fk 25\u202fk")]
    [InlineData(-0.0005, 0.0005, "−4\u202f·\u202f10⁻⁴ −2\u202f·\u202f10⁻⁴ 0 2\u202f·\u202f10⁻⁴ 4\u202f·\u202f10⁻⁴")]
    [InlineData(0.002, 0.0021, "0.00200 0.00202 0.00204 0.00206 0.00208 0.00210")]
    public void An_axis_has_one_unit_and_as_many_decimals_as_its_steps_need(double low, double high, string labels)
    {
        Assert.True(AllDiffer(low, high));
        Assert.Equal(labels, string.Join(' ', ScreenScale.Of(Loss, [low, high], 0, 100, 5).Ticks.Select(t => t.Label)));
    }

    private static bool AllDiffer(double low, double high)
    {
        var ticks = ScreenScale.Of(Loss, [low, high], 0, 100, 5);
        return ticks.Ticks.Count is >= 2 and <= 9 && ticks.Ticks.All(t => ticks.At(t.Value) is > -1e-6 and < 100 + 1e-6) && ticks.Ticks.Select(t => t.Label).Distinct().Count() == ticks.Ticks.Count;
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(8, "8")]
    [InlineData(1.5, "1.5")]
    [InlineData(1.3141, "1.31")]
    [InlineData(-12.345, "−12.3")]
    [InlineData(123.4, "123")]
    [InlineData(0.0123, "0.012")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00001, "10⁻⁵")]
    [InlineData(0.0000034, "3.4\u202f·\u202f10⁻⁶")]
    [InlineData(12345, "12.3\u202fk")]
    [InlineData(7.3e5, "730\u202fk")]
    [InlineData(2.5e9, "2.5\u202fG")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_three_digits_and_no_more_than_they_need(double value, string text) => Assert.Equal(text, NumberText.Short(value));

    [Fact]
    public void Shares_times_and_sizes_carry_their_units()
    {
        Assert.Equal("84.7\u202f%", NumberText.Percent(0.847));
        Assert.Equal("0.0\u202f%", NumberText.Percent(-0.0001));
        Assert.Equal("13\u202f420", NumberText.Count(13420));
        Assert.Equal("9.3\u202fs", NumberText.Duration(9.3));
        Assert.Equal("4\u202fmin 23\u202fs", NumberText.Duration(263.4));
        Assert.Equal("1\u202fh 40\u202fmin", NumberText.Duration(6000));
        Assert.Equal("1.5\u202fMiB", NumberText.Bytes(1.5 * 1024 * 1024));
        Assert.Equal("0.85 (0.82 to 0.87)", NumberText.Interval(new Measurement(0.85, 0.82, 0.87, 100)));
    }

    private static LineChart Chart(double[] values) =>
        new("loss by step", Steps, Loss, [new PlotSeries("a", Ink.First, PlotSeries.Zip(Enumerable.Range(0, values.Length).Select(i => (double)i), values)) { Form = SeriesForm.LineAndDots }]);

    private static IEnumerable<string> Legend(LineChart chart) => Parse(chart.Draw()).Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == "legend").Select(t => t.Value);

    private static bool Within(double at, double size) => at >= 0 && at <= size;

    private static XElement Parse(Markup drawing) => XElement.Parse(drawing.ToString());
}

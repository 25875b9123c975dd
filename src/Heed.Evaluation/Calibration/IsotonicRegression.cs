namespace Heed.Evaluation.Calibration;

/// <summary>
/// The non-decreasing function nearest to the data in weighted squares, by pooling adjacent violators (Barlow et al. 1972); between its
/// knots it is linear, outside them constant.
/// </summary>
public sealed class IsotonicRegression
{
    private readonly double[] _x, _fitted;

    private IsotonicRegression(double[] x, double[] fitted) => (_x, _fitted) = (x, fitted);

    /// <summary>Fits outcomes over x; equal x are averaged first.</summary>
    public static IsotonicRegression Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var knots = Enumerable.Range(0, x.Count).GroupBy(i => x[i]).OrderBy(g => g.Key).ToArray();
        var means = knots.Select(g => g.Average(i => y[i])).ToArray();
        return new IsotonicRegression([.. knots.Select(g => g.Key)], Pool(means, [.. knots.Select(g => (double)g.Count())]));
    }

    /// <summary>The fit at x.</summary>
    public double At(double x)
    {
        var found = Array.BinarySearch(_x, x);
        if (found >= 0) return _fitted[found];
        var above = ~found;
        if (above == 0) return _fitted[0];
        if (above == _x.Length) return _fitted[^1];
        var part = (x - _x[above - 1]) / (_x[above] - _x[above - 1]);
        return _fitted[above - 1] + part * (_fitted[above] - _fitted[above - 1]);
    }

    /// <summary>The non-decreasing sequence nearest to the values in weighted squares.</summary>
    public static double[] Pool(IReadOnlyList<double> values, IReadOnlyList<double> weights)
    {
        var blocks = new List<(double mean, double weight, int length)>();
        for (var i = 0; i < values.Count; i++)
        {
            blocks.Add((values[i], weights[i], 1));
            while (blocks.Count > 1 && blocks[^2].mean >= blocks[^1].mean)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveAt(blocks.Count - 1);
                var weight = a.weight + b.weight;
                blocks[^1] = ((a.mean * a.weight + b.mean * b.weight) / weight, weight, a.length + b.length);
            }
        }
        return [.. blocks.SelectMany(b => Enumerable.Repeat(b.mean, b.length))];
    }
}

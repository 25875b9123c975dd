using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Feedback.Agreement;

/// <summary>
/// Krippendorff's α = 1 − D_o / D_e (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): 1 for full agreement, 0 for that of
/// chance. Raters may miss items; items with fewer than two values drop out. Undefined (null) where all values are equal.
/// </summary>
public sealed record KrippendorffAlpha(Scale Scale)
{
    /// <summary>α over items, each with the values it was given.</summary>
    public double? Compute(IEnumerable<IReadOnlyList<double>> items) => new Coincidences(Scale, items).Alpha();

    /// <summary>A 95 % percentile interval from resampling items, not values; null where α is undefined.</summary>
    public Interval? Interval(IEnumerable<IReadOnlyList<double>> items, SeededRandom random, int resamples = 400)
    {
        var coincidences = new Coincidences(Scale, items);
        if (coincidences.Alpha() is null) return null;
        var drawn = Enumerable.Range(0, resamples).Select(_ => coincidences.ResampledAlpha(random)).OfType<double>().ToArray();
        return drawn.Length == 0 ? null : new Interval(Quantile.Of(drawn, 0.025), Quantile.Of(drawn, 0.975));
    }

    /// <summary>Value counts by item, from which the coincidences of any multiset of items follow.</summary>
    private sealed class Coincidences
    {
        private readonly Scale _scale;
        private readonly double[] _values;
        private readonly (int Value, int Count)[][] _items;
        private readonly double[,] _distances;

        public Coincidences(Scale scale, IEnumerable<IReadOnlyList<double>> items)
        {
            _scale = scale;
            var pairable = items.Where(i => i.Count >= 2).ToArray();
            _values = [.. pairable.SelectMany(i => i).Distinct().Order()];
            var index = _values.Select((value, i) => (value, i)).ToDictionary(v => v.value, v => v.i);
            _items = [.. pairable.Select(i => i.CountBy(v => index[v]).Select(c => (c.Key, c.Value)).ToArray())];
            _distances = Distances(Totals(_items));
        }

        public double? Alpha() => Alpha(_items, _distances);

        public double? ResampledAlpha(SeededRandom random)
        {
            var drawn = new (int, int)[_items.Length][];
            for (var i = 0; i < drawn.Length; i++) drawn[i] = random.Pick(_items);
            return Alpha(drawn, _scale == Scale.Ordinal ? Distances(Totals(drawn)) : _distances);
        }

        private double? Alpha((int Value, int Count)[][] items, double[,] distances)
        {
            var totals = Totals(items);
            double observed = 0, expected = 0, n = totals.Sum();
            foreach (var item in items)
            {
                double disagreement = 0, size = 0;
                foreach (var (value, count) in item)
                {
                    size += count;
                    foreach (var (other, times) in item) disagreement += (double)count * times * distances[value, other];
                }
                observed += disagreement / (size - 1);
            }
            for (var c = 0; c < totals.Length; c++)
                for (var k = 0; k < totals.Length; k++) expected += totals[c] * totals[k] * distances[c, k];
            return expected > 0 ? 1 - (n - 1) * observed / expected : null;
        }

        private double[] Totals((int Value, int Count)[][] items)
        {
            var totals = new double[_values.Length];
            foreach (var item in items)
                foreach (var (value, count) in item) totals[value] += count;
            return totals;
        }

        private double[,] Distances(double[] totals)
        {
            var distances = new double[totals.Length, totals.Length];
            for (var c = 0; c < totals.Length; c++)
                for (var k = c + 1; k < totals.Length; k++) distances[c, k] = distances[k, c] = Distance(c, k, totals);
            return distances;
        }

        private double Distance(int c, int k, double[] totals)
        {
            double a = _values[c], b = _values[k];
            switch (_scale)
            {
                case Scale.Nominal: return 1;
                case Scale.Interval: return (a - b) * (a - b);
                case Scale.Ratio: return a + b == 0 ? 0 : (a - b) / (a + b) * ((a - b) / (a + b));
                default:
                    var between = -(totals[c] + totals[k]) / 2;
                    for (var g = c; g <= k; g++) between += totals[g];
                    return between * between;
            }
        }
    }
}

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

    /// <summary>Items as patterns of value counts with how many items show each, from which the coincidences of any multiset of items follow.</summary>
    private sealed class Coincidences
    {
        private readonly Scale _scale;
        private readonly double[] _values;
        private readonly List<(int Value, int Count)[]> _patterns = [];
        private readonly int[] _patternOf;     // by item
        private readonly double[,] _distances;

        public Coincidences(Scale scale, IEnumerable<IReadOnlyList<double>> items)
        {
            _scale = scale;
            var pairable = items.Where(i => i.Count >= 2).ToArray();
            var index = new Dictionary<double, int>();
            foreach (var item in pairable)
                for (var i = 0; i < item.Count; i++) index.TryAdd(item[i], 0);
            _values = [.. index.Keys.Order()];
            for (var i = 0; i < _values.Length; i++) index[_values[i]] = i;
            var known = new Dictionary<Multiset, int>();
            _patternOf = new int[pairable.Length];
            for (var i = 0; i < pairable.Length; i++)
            {
                var pattern = new Multiset([.. pairable[i].Select(value => index[value])]);
                if (!known.TryGetValue(pattern, out var at))
                {
                    known[pattern] = at = _patterns.Count;
                    _patterns.Add(pattern.Counts());
                }
                _patternOf[i] = at;
            }
            _distances = Distances(Totals(Times()));
        }

        public double? Alpha() => Alpha(Times(), _distances);

        public double? ResampledAlpha(SeededRandom random)
        {
            var times = new int[_patterns.Count];
            for (var i = 0; i < _patternOf.Length; i++) times[_patternOf[random.Next(_patternOf.Length)]]++;
            return Alpha(times, _scale == Scale.Ordinal ? Distances(Totals(times)) : _distances);
        }

        /// <summary>By pattern: how many items show it.</summary>
        private int[] Times()
        {
            var times = new int[_patterns.Count];
            foreach (var pattern in _patternOf) times[pattern]++;
            return times;
        }

        private double? Alpha(int[] times, double[,] distances)
        {
            var totals = Totals(times);
            double observed = 0, expected = 0, n = totals.Sum();
            for (var p = 0; p < times.Length; p++)
            {
                if (times[p] == 0) continue;
                double disagreement = 0, size = 0;
                foreach (var (value, count) in _patterns[p])
                {
                    size += count;
                    foreach (var (other, also) in _patterns[p]) disagreement += (double)count * also * distances[value, other];
                }
                observed += times[p] * disagreement / (size - 1);
            }
            for (var c = 0; c < totals.Length; c++)
                for (var k = 0; k < totals.Length; k++) expected += totals[c] * totals[k] * distances[c, k];
            return expected > 0 ? 1 - (n - 1) * observed / expected : null;
        }

        private double[] Totals(int[] times)
        {
            var totals = new double[_values.Length];
            for (var p = 0; p < times.Length; p++)
                foreach (var (value, count) in _patterns[p]) totals[value] += (double)times[p] * count;
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

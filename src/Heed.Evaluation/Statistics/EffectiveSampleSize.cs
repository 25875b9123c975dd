namespace Heed.Evaluation.Statistics;

/// <summary>How many independent, equally weighted observations a sample is worth.</summary>
public static class EffectiveSampleSize
{
    /// <summary>(Σw)² / Σw² of importance weights (Kish 1965).</summary>
    public static double OfWeights(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        return sum * sum / weights.Sum(w => w * w);
    }

    /// <summary>The same from log-weights, without overflow.</summary>
    public static double OfLogWeights(IReadOnlyList<double> logWeights)
    {
        var highest = logWeights.Max();
        return OfWeights([.. logWeights.Select(w => Math.Exp(w - highest))]);
    }

    /// <summary>exp of the entropy of the normalised weights.</summary>
    public static double Perplexity(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        return Math.Exp(-weights.Where(w => w > 0).Sum(w => w / sum * Math.Log(w / sum)));
    }

    /// <summary>n / (1 + 2 Σ ρ_k) of an autocorrelated series, pairs of lags added while their sum is positive (Geyer 1992).</summary>
    public static double OfSeries(IReadOnlyList<double> series)
    {
        var lags = series.Count / 2;
        var time = 1.0;
        for (var k = 1; k + 1 < lags; k += 2)
        {
            var pair = Autocorrelation(series, k) + Autocorrelation(series, k + 1);
            if (pair <= 0) break;
            time += 2 * pair;
        }
        return series.Count / time;
    }

    /// <summary>Autocorrelation of a series at a lag.</summary>
    public static double Autocorrelation(IReadOnlyList<double> series, int lag)
    {
        var mean = series.Average();
        var shifted = 0.0;
        for (var i = lag; i < series.Count; i++) shifted += (series[i] - mean) * (series[i - lag] - mean);
        return shifted / series.Sum(x => (x - mean) * (x - mean));
    }
}

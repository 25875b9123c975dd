namespace Heed.Evaluation.Calibration;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Count">Predictions in the bin.</param>
/// <param name="MeanPredicted">Their mean probability; NaN where the bin is empty.</param>
/// <param name="ShareTrue">Share of them that came true; NaN where the bin is empty.</param>
public readonly record struct CalibrationBin(int Count, double MeanPredicted, double ShareTrue);

/// <summary>
/// Predicted probabilities sorted into bins, and the expected calibration error over them: Σ n_b/N |mean p - mean y|
/// (Naeini et al. 2015; Guo et al. 2017, eq. 3).
/// </summary>
public sealed class CalibrationBins
{
    private CalibrationBins(IReadOnlyList<CalibrationBin> bins) => Bins = bins;

    /// <summary>The bins, from low to high probability.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Expected calibration error, 0 (best) to 1.</summary>
    public double ExpectedError => Gaps().Sum(g => g.weight * g.gap);

    /// <summary>The largest gap of any bin that is not empty.</summary>
    public double MaximumError => Gaps().Max(g => g.gap);

    /// <summary>Bins of equal width: (lo, hi], the first also holds 0.</summary>
    public static CalibrationBins EqualWidth(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes, int count)
    {
        Check(probabilities, outcomes, count);
        var members = Enumerable.Range(0, probabilities.Count).ToLookup(i => WidthBin(probabilities[i], count));
        return new CalibrationBins([.. Enumerable.Range(0, count).Select(b => Bin(members[b], probabilities, outcomes))]);
    }

    /// <summary>Bins of equal mass: a stable sort by probability, split as evenly as possible, the first bins one larger.</summary>
    public static CalibrationBins EqualMass(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes, int count)
    {
        Check(probabilities, outcomes, count);
        var order = Enumerable.Range(0, probabilities.Count).OrderBy(i => probabilities[i]).ToArray();
        var (size, larger) = Math.DivRem(order.Length, count);
        var bins = new CalibrationBin[count];
        for (int b = 0, start = 0; b < count; b++)
        {
            var length = size + (b < larger ? 1 : 0);
            bins[b] = Bin(order.AsSpan(start, length).ToArray(), probabilities, outcomes);
            start += length;
        }
        return new CalibrationBins(bins);
    }

    private IEnumerable<(double weight, double gap)> Gaps()
    {
        var total = Bins.Sum(b => b.Count);
        return Bins.Where(b => b.Count > 0).Select(b => ((double)b.Count / total, Math.Abs(b.MeanPredicted - b.ShareTrue)));
    }

    private static int WidthBin(double p, int count)
    {
        var bin = Math.Clamp((int)Math.Ceiling(p * count) - 1, 0, count - 1);
        if (p > (bin + 1) / (double)count && bin < count - 1) bin++;   // p * count rounds; the edges themselves decide
        else if (p <= bin / (double)count && bin > 0) bin--;
        return bin;
    }

    private static CalibrationBin Bin(IEnumerable<int> members, IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes)
    {
        int count = 0;
        double predicted = 0, came = 0;
        foreach (var i in members)
        {
            count++;
            predicted += probabilities[i];
            came += outcomes[i];
        }
        return new CalibrationBin(count, predicted / count, came / count);
    }

    private static void Check(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (probabilities.Count != outcomes.Count)
            throw new ArgumentException($"expected as many outcomes as probabilities, found {outcomes.Count} and {probabilities.Count}");
    }
}

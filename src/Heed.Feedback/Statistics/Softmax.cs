namespace Heed.Feedback.Statistics;

/// <summary>Logarithms of shares turned into shares, without overflow.</summary>
internal static class Softmax
{
    /// <summary>x_c ← exp x_c / Σ exp x, in place. Returns ln Σ exp x.</summary>
    public static double Of(Span<double> logs)
    {
        double top = double.NegativeInfinity, sum = 0;
        foreach (var value in logs) top = Math.Max(top, value);
        for (var c = 0; c < logs.Length; c++) sum += logs[c] = Math.Exp(logs[c] - top);
        for (var c = 0; c < logs.Length; c++) logs[c] /= sum;
        return top + Math.Log(sum);
    }
}

namespace Heed.Feedback.Statistics;

/// <summary>Kish's effective sample size (Σ w)² / Σ w² of weighted observations.</summary>
public static class EffectiveSize
{
    public static double Of(IEnumerable<double> weights)
    {
        double sum = 0, squares = 0;
        foreach (var w in weights) { sum += w; squares += w * w; }
        return sum * sum / squares;
    }
}

using MathNet.Numerics;

namespace Heed.Feedback.Statistics;

/// <summary>Quantiles of the beta distribution to full precision: bisection to a bracket, then Newton's steps within it.</summary>
internal static class BetaQuantile
{
    /// <summary>The x with I_x(a, b) = p.</summary>
    public static double Of(double a, double b, double p)
    {
        double low = 0, high = 1, x = a / (a + b);
        var logBeta = SpecialFunctions.BetaLn(a, b);
        for (var i = 0; i < 200 && high - low > 1e-16 * high; i++)
        {
            var excess = SpecialFunctions.BetaRegularized(a, b, x) - p;
            if (excess > 0) high = x; else low = x;
            var step = excess / Math.Exp((a - 1) * Math.Log(x) + (b - 1) * Math.Log(1 - x) - logBeta);
            var next = x - step;
            if (Math.Abs(step) < 1e-15 * x) return next;
            x = next > low && next < high ? next : (low + high) / 2;
        }
        return x;
    }
}

using MathNet.Numerics;

namespace Heed.Feedback.Statistics;

/// <summary>Probabilities of values as extreme as an observed one.</summary>
public static class Tail
{
    /// <summary>P(|Z| ≥ |z|) of a standard normal Z.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(X ≥ x) of χ² with <paramref name="degrees"/> degrees of freedom.</summary>
    public static double ChiSquare(double x, double degrees) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>P(|T| ≥ |t|) of Student's t.</summary>
    public static double Student(double t, double degrees) => SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + t * t));
}

using MathNet.Numerics.LinearAlgebra;

namespace Heed.Evaluation.Policies;

/// <summary>How gold reward depends on the distance d = √KL (Gao, Schulman and Hilton 2022, section 3).</summary>
public enum OverOptimisationForm
{
    /// <summary>R = d (a - b d).</summary>
    BestOfN,
    /// <summary>R = d (a - b log d).</summary>
    ReinforcementLearning,
}

/// <summary>A least-squares fit of gold reward, measured from the starting policy's, over √KL.</summary>
/// <param name="A">Slope at the start.</param>
/// <param name="B">How strongly optimisation turns against itself; the curve turns down where it is positive.</param>
/// <param name="ResidualSumOfSquares">What the fit leaves.</param>
/// <param name="RSquared">1 is a perfect fit.</param>
public sealed record OverOptimisationFit(OverOptimisationForm Form, double A, double B, double ResidualSumOfSquares, double RSquared)
{
    /// <summary>√KL at which the fitted gold reward is highest; infinite where it never turns.</summary>
    public double PeakDistance => B <= 0 ? double.PositiveInfinity : Form == OverOptimisationForm.BestOfN ? A / (2 * B) : Math.Exp(A / B - 1);

    public double PeakKl => PeakDistance * PeakDistance;

    public double PeakReward => At(PeakDistance);

    /// <summary>The fitted reward at a distance.</summary>
    public double At(double distance) => distance <= 0 ? 0 : distance * (A - B * Bend(Form, distance));

    /// <param name="kl">KL divergences from the starting policy, nats, all positive; at least 2 of them differ.</param>
    /// <param name="gold">Gold reward less the starting policy's.</param>
    public static OverOptimisationFit Of(OverOptimisationForm form, IReadOnlyList<double> kl, IReadOnlyList<double> gold)
    {
        var distances = kl.Select(Math.Sqrt).ToArray();
        var x = Matrix<double>.Build.Dense(distances.Length, 2, (row, column) => column == 0 ? distances[row] : -distances[row] * Bend(form, distances[row]));
        var y = Vector<double>.Build.DenseOfEnumerable(gold);
        var w = x.QR().Solve(y);
        var residual = (y - x * w).DotProduct(y - x * w);
        var mean = y.Average();
        return new OverOptimisationFit(form, w[0], w[1], residual, 1 - residual / y.Sum(v => (v - mean) * (v - mean)));
    }

    private static double Bend(OverOptimisationForm form, double distance) => form == OverOptimisationForm.BestOfN ? distance : Math.Log(distance);
}

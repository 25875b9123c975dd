using Heed.Evaluation.Statistics;
using MathNet.Numerics.Statistics;

namespace Heed.Evaluation.Policies;

/// <summary>
/// The win rate that would be expected at equal length (Dubois et al. 2024): a logistic regression of the win on
/// tanh(length difference / its standard deviation), read at 0. A policy that wins by length alone comes out near ½.
/// </summary>
/// <param name="Raw">The win rate as it is.</param>
/// <param name="Controlled">The prediction at equal length, averaged over the prompts.</param>
/// <param name="Fit">The regression: intercept, length, and the prompt's difficulty where given.</param>
public sealed record LengthControlledWinRate(double Raw, Measurement Controlled, LogisticRegression Fit)
{
    private const double Normal975 = 1.959963984540054;

    /// <param name="wins">1 win, 0 loss, ½ tie.</param>
    /// <param name="difficulty">A known difficulty a prompt, or null. With it the interval is not given (NaN).</param>
    /// <param name="ridge">Weight of |w|²/2.</param>
    public static LengthControlledWinRate Of(IReadOnlyList<double> wins, IReadOnlyList<double> lengths, IReadOnlyList<double> baselineLengths,
        IReadOnlyList<double>? difficulty = null, double ridge = 0)
    {
        var differences = lengths.Zip(baselineLengths, (a, b) => a - b).ToArray();
        var deviation = differences.PopulationStandardDeviation();
        var rows = new double[wins.Count, difficulty is null ? 2 : 3];
        for (var i = 0; i < wins.Count; i++)
        {
            rows[i, 0] = 1;
            rows[i, 1] = deviation == 0 ? 0 : Math.Tanh(differences[i] / deviation);
            if (difficulty is not null) rows[i, 2] = difficulty[i];
        }
        var fit = LogisticRegression.Fit(rows, wins, deviation == 0 ? Math.Max(ridge, 1e-9) : ridge);
        return new LengthControlledWinRate(wins.Average(), AtEqualLength(fit, difficulty, wins.Count), fit);
    }

    private static Measurement AtEqualLength(LogisticRegression fit, IReadOnlyList<double>? difficulty, int count)
    {
        var (centre, half) = (fit.Coefficients[0], Normal975 * fit.StandardErrors[0]);
        if (difficulty is null)
            return new Measurement(LogisticRegression.Sigmoid(centre), LogisticRegression.Sigmoid(centre - half), LogisticRegression.Sigmoid(centre + half), count);
        var mean = difficulty.Average(d => LogisticRegression.Sigmoid(centre + fit.Coefficients[2] * d));
        return new Measurement(mean, double.NaN, double.NaN, count);
    }
}

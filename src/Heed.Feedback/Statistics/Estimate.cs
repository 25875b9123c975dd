namespace Heed.Feedback.Statistics;

/// <summary>A number with its standard error; the interval is the normal one at 95 %.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error, ≥ 0.</param>
public readonly record struct Estimate(double Value, double StandardError)
{
    private const double Normal975 = 1.959963984540054;

    /// <summary>Lower end of the 95 % interval.</summary>
    public double Low => Value - Normal975 * StandardError;

    /// <summary>Upper end of the 95 % interval.</summary>
    public double High => Value + Normal975 * StandardError;

    /// <summary>Distance from <paramref name="other"/> in standard errors, signed.</summary>
    public double Away(double other = 0) => (Value - other) / StandardError;

    public override string ToString() => $"{Value:0.00} ± {StandardError:0.00}";
}

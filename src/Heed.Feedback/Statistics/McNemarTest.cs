namespace Heed.Feedback.Statistics;

/// <summary>
/// McNemar's test (1947) of paired yes-no answers: do the two kinds of disagreement differ? Exact by the binomial, and by χ² with and without
/// continuity correction; χ² is null without disagreement.
/// </summary>
public sealed record McNemarTest(double ExactP, double? ChiSquare, double? P, double? CorrectedChiSquare, double? CorrectedP)
{
    /// <param name="onlyFirst">Pairs of which only the first said yes.</param>
    /// <param name="onlySecond">Pairs of which only the second said yes.</param>
    public static McNemarTest Of(int onlyFirst, int onlySecond)
    {
        var n = onlyFirst + onlySecond;
        if (n == 0) return new McNemarTest(1, null, null, null, null);
        double difference = Math.Abs(onlyFirst - onlySecond), plain = difference * difference / n, corrected = Math.Pow(Math.Max(0, difference - 1), 2) / n;
        var exact = Math.Min(1, 2 * BinomialTest.Of(Math.Min(onlyFirst, onlySecond), n).Less);
        return new McNemarTest(exact, plain, Tail.ChiSquare(plain, 1), corrected, Tail.ChiSquare(corrected, 1));
    }
}

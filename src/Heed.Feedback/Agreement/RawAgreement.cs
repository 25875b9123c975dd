namespace Heed.Feedback.Agreement;

/// <summary>How often two raters who judged the same item agree, and what that implies.</summary>
public static class RawAgreement
{
    /// <summary>Share of equal answers among all pairs of answers to the same item; null without an item judged twice.</summary>
    public static double? Compute<T>(IEnumerable<IReadOnlyList<T>> items) where T : notnull
    {
        double equal = 0, all = 0;
        foreach (var item in items)
        {
            all += item.Count * (item.Count - 1.0);
            equal += item.CountBy(v => v).Sum(c => c.Value * (c.Value - 1.0));
        }
        return all > 0 ? equal / all : null;
    }

    /// <summary>
    /// Probability that a single two-way answer is right, from the agreement a = q² + (1 − q)² of two independent raters who are equally often
    /// right on every item: q = (1 + √(2a − 1)) / 2. Items of unequal clarity have the same a with a lower q. Null below a = ½.
    /// </summary>
    public static double? ImpliedAccuracy(double agreement) => agreement >= 0.5 ? (1 + Math.Sqrt(2 * agreement - 1)) / 2 : null;

    /// <summary>Probability that the majority of n independent answers, each right with probability q, is right; n odd.</summary>
    public static double MajorityAccuracy(double q, int n)
    {
        double sum = 0, combinations = 1;
        for (var wrong = 0; wrong < (n + 1) / 2; wrong++)
        {
            sum += combinations * Math.Pow(q, n - wrong) * Math.Pow(1 - q, wrong);
            combinations = combinations * (n - wrong) / (wrong + 1);
        }
        return sum;
    }
}

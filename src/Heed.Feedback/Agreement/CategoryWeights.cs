namespace Heed.Feedback.Agreement;

/// <summary>How far two categories agree: 1 on the diagonal, less beside it (Gwet, Handbook of Inter-Rater Reliability, 2014, chapter 3).</summary>
public static class CategoryWeights
{
    public static double[,] Identity(int categories) => Fill(categories, (i, j) => i == j ? 1 : 0);

    public static double[,] Linear(int categories) => Fill(categories, (i, j) => 1 - Math.Abs(i - j) / (categories - 1.0));

    public static double[,] Quadratic(int categories) => Fill(categories, (i, j) => 1 - Math.Pow((i - j) / (categories - 1.0), 2));

    /// <summary>By the number of pairs of categories from one to the other.</summary>
    public static double[,] Ordinal(int categories) => Fill(categories, (i, j) => 1 - Pairs(Math.Abs(i - j) + 1) / Pairs(categories));

    private static double Pairs(int n) => n * (n - 1) / 2.0;

    private static double[,] Fill(int categories, Func<int, int, double> weight)
    {
        var weights = new double[categories, categories];
        for (var i = 0; i < categories; i++)
            for (var j = 0; j < categories; j++) weights[i, j] = weight(i, j);
        return weights;
    }
}

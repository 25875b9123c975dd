namespace Heed.Feedback.Agreement;

/// <summary>How much a disagreement of two categories counts.</summary>
public enum DisagreementWeight
{
    /// <summary>All alike.</summary>
    Unweighted,
    /// <summary>By the distance of the categories.</summary>
    Linear,
    /// <summary>By its square.</summary>
    Quadratic,
}

/// <summary>Cohen's κ of two raters over the same items: 1 − Σ w O / Σ w E (Cohen 1960, 1968). Null where both always gave one and the same category.</summary>
public sealed record CohenKappa(DisagreementWeight Weight = DisagreementWeight.Unweighted)
{
    /// <param name="first">Category of each item, 0-based, by the first rater.</param>
    /// <param name="second">By the second rater.</param>
    /// <param name="categories">Number of categories.</param>
    public double? Compute(IReadOnlyList<int> first, IReadOnlyList<int> second, int categories)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} answers of one rater, {second.Count} of the other.", nameof(second));
        var (rows, columns) = (new double[categories], new double[categories]);
        double observed = 0, expected = 0;
        for (var i = 0; i < first.Count; i++)
        {
            rows[first[i]]++;
            columns[second[i]]++;
            observed += Cost(first[i], second[i]);
        }
        for (var a = 0; a < categories; a++)
            for (var b = 0; b < categories; b++) expected += Cost(a, b) * rows[a] * columns[b] / first.Count;
        return expected > 0 ? 1 - observed / expected : null;
    }

    private double Cost(int a, int b) => Weight switch
    {
        DisagreementWeight.Linear => Math.Abs(a - b),
        DisagreementWeight.Quadratic => (a - b) * (a - b),
        _ => a == b ? 0 : 1,
    };
}

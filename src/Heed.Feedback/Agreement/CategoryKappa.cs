namespace Heed.Feedback.Agreement;

/// <summary>How far raters agree on one category against all others.</summary>
/// <param name="Category">Its index.</param>
/// <param name="Share">Share of the answers that name it.</param>
/// <param name="Kappa">1 where all raters of an item name it or none does, 0 where they do so as often as by chance; null where all answers name it, or none.</param>
/// <param name="StandardError">Of κ where only chance is at work: κ less than two of them from 0 says nothing.</param>
public sealed record CategoryAgreement(int Category, double Share, double? Kappa, double? StandardError);

/// <summary>
/// Fleiss' κ of single categories: which of them raters mean the same by. With x_i of m_i answers to item i in the category and p its share of all,
/// <code>κ = 1 − Σ_i x_i (m_i − x_i) / m_i / [N (m̄ − 1) p (1 − p)]</code>
/// which is Fleiss' (1971, "Measuring nominal scale agreement among many raters") where every item has as many answers, and Fleiss and Cuzick's (1979, "The reliability of dichotomous judgments:
/// unequal numbers of judges per subject") where not; the standard error at κ = 0 is theirs. Items with one answer say nothing and are left out.
/// </summary>
public sealed record CategoryKappa
{
    /// <param name="counts">By item: answers in each category.</param>
    public IReadOnlyList<CategoryAgreement> Compute(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        var shared = counts.Where(row => row.Sum() > 1).ToArray();
        if (shared.Length == 0) return [];
        if (shared.Any(row => row.Count != shared[0].Count)) throw new ArgumentException("Every item needs a count for each category.", nameof(counts));
        var sizes = shared.Select(row => (double)row.Sum()).ToArray();
        return [.. Enumerable.Range(0, shared[0].Count).Select(c => Of(c, [.. shared.Select(row => (double)row[c])], sizes))];
    }

    private static CategoryAgreement Of(int category, double[] named, double[] sizes)
    {
        double n = sizes.Length, p = named.Sum() / sizes.Sum(), spread = p * (1 - p), mean = sizes.Average(), harmonic = n / sizes.Sum(m => 1 / m);
        if (spread <= 0) return new CategoryAgreement(category, p, null, null);
        var within = named.Zip(sizes, (x, m) => x * (m - x) / m).Sum();
        var error = Math.Sqrt((2 * (harmonic - 1) + (mean - harmonic) * (1 - 4 * spread) / (mean * spread)) / (n * harmonic)) / (mean - 1);
        return new CategoryAgreement(category, p, 1 - within / (n * (mean - 1) * spread), error);
    }
}

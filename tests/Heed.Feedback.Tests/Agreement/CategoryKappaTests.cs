using Heed.Feedback.Agreement;
using Xunit;

namespace Heed.Feedback.Tests.Agreement;

public sealed class CategoryKappaTests
{
    /// <summary>Fleiss (1971), table 1: six psychiatrists, thirty patients; depression, personality disorder, schizophrenia, neurosis, other.</summary>
    private const string Fleiss1971 = "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006";

    [Fact]
    public void The_psychiatrists_of_Fleiss_agree_on_each_diagnosis_as_he_printed()
    {
        var kappas = new CategoryKappa().Compute(Counts(Fleiss1971));
        double[] printed = [0.245, 0.245, 0.520, 0.471, 0.566];
        Assert.Equal([0, 1, 2, 3, 4], kappas.Select(k => k.Category));
        Assert.All(kappas.Zip(printed), k => Assert.Equal(k.Second, k.First.Kappa!.Value, 5.1e-4));
        Assert.All(kappas, k => Assert.Equal(Math.Sqrt(2.0 / (30 * 6 * 5)), k.StandardError!.Value, 1e-12));   // √(2 / N m (m − 1))
    }

    [Fact]
    public void The_mean_over_categories_by_their_variance_is_kappa_of_all()
    {
        var counts = Counts(Fleiss1971);
        var kappas = new CategoryKappa().Compute(counts);
        double Weight(CategoryAgreement k) => k.Share * (1 - k.Share);
        var all = new ChanceCorrected(ChanceModel.Fleiss).Compute(counts, CategoryWeights.Identity(5));
        Assert.Equal(all.Coefficient, kappas.Sum(k => Weight(k) * k.Kappa!.Value) / kappas.Sum(Weight), 1e-12);
    }

    [Fact]
    public void Items_may_have_unequal_numbers_of_answers()
    {
        // x of m: 2 of 2, 0 of 2, 1 of 3, and one answer alone that says nothing. p = 3/7, m̄ = 7/3, Σ x (m − x) / m = 2/3;
        // κ = 1 − (2/3) / (3 · 4/3 · 12/49) = 1 − 98/144.
        var kappas = new CategoryKappa().Compute([[2, 0], [0, 2], [1, 2], [1, 0]]);
        Assert.Equal(3.0 / 7, kappas[0].Share, 1e-12);
        Assert.Equal(1 - 98.0 / 144, kappas[0].Kappa!.Value, 1e-12);
        Assert.Equal(kappas[0].Kappa!.Value, kappas[1].Kappa!.Value, 1e-12);       // of two categories both say the same
        // m_H = 3 / (½ + ½ + ⅓) = 9/4: SE² = [2 · 5/4 + (1/12) (1 − 48/49) / (7/3 · 12/49)] / (3 · 9/4) / (4/3)².
        Assert.Equal(Math.Sqrt((2.5 + (1.0 / 12) * (1.0 / 49) / (7.0 / 3 * 12 / 49)) / 6.75) / (4.0 / 3), kappas[0].StandardError!.Value, 1e-12);
    }

    [Fact]
    public void A_category_that_all_name_or_none_has_no_kappa()
    {
        var kappas = new CategoryKappa().Compute([[3, 0], [3, 0]]);
        Assert.Equal([1.0, 0.0], kappas.Select(k => k.Share));
        Assert.All(kappas, k => Assert.Null(k.Kappa));
        Assert.Empty(new CategoryKappa().Compute([[1, 0], [0, 1]]));
    }

    private static int[][] Counts(string rows) => [.. rows.Split(' ').Select(r => r.Select(c => c - '0').ToArray())];
}

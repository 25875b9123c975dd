using Heed.Feedback.Agreement;
using Heed.Feedback.Statistics;
using Heed.Testing;

namespace Heed.Feedback.Tests.Golden;

internal static class AgreementKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["krippendorff_alpha"] = Krippendorff,
        ["fleiss_kappa"] = Fleiss,
        ["cohen_kappa"] = Cohen,
        ["icc"] = Intraclass,
        ["gwet_ac"] = golden => Corrected(golden, ChanceModel.Gwet),
        ["fleiss_incomplete"] = golden => Corrected(golden, ChanceModel.Fleiss),
        ["brennan_prediger"] = golden => Corrected(golden, ChanceModel.BrennanPrediger),
        ["kendall_w"] = Concordance,
        ["rank_correlation"] = Ranks,
    };

    private static void Krippendorff(GoldenCase golden)
    {
        var offset = golden.Parameter("value_offset");
        var items = golden.Given("ratings").Rows().Select(row => row.Where(x => x >= 0).Select(x => x + offset).ToArray()).ToArray();
        var scale = Enum.Parse<Scale>((string)golden.Parameters["level"]!, ignoreCase: true);
        golden.Near(golden.Expected["alpha"], new KrippendorffAlpha(scale).Compute(items)!.Value, "alpha");
    }

    private static void Fleiss(GoldenCase golden)
    {
        var counts = golden.Given("counts").WholeRows();
        double Kappa(ChanceModel chance) => new ChanceCorrected(chance).Compute(counts, CategoryWeights.Identity(counts[0].Length)).Coefficient;
        golden.Near(golden.Expected["kappa"], Kappa(ChanceModel.Fleiss), "kappa");
        golden.Near(golden.Expected["uniform"], Kappa(ChanceModel.BrennanPrediger), "uniform");
    }

    private static void Cohen(GoldenCase golden)
    {
        var weight = (string?)golden.Parameters["weights"] switch { "linear" => DisagreementWeight.Linear, "quadratic" => DisagreementWeight.Quadratic, _ => DisagreementWeight.Unweighted };
        var kappa = new CohenKappa(weight).Compute(golden.Given("first").Whole(), golden.Given("second").Whole(), (int)golden.Parameter("categories"));
        golden.Near(golden.Expected["kappa"], kappa!.Value, "kappa");
    }

    private static void Intraclass(GoldenCase golden)
    {
        var icc = IntraclassCorrelation.Of(golden.Given("ratings").Rows());
        golden.Near(golden.Expected["icc1"], icc.Icc1, "icc1");
        golden.Near(golden.Expected["icc2"], icc.Icc2, "icc2");
        golden.Near(golden.Expected["icc3"], icc.Icc3, "icc3");
        golden.Near(golden.Expected["icc1k"], icc.Icc1K, "icc1k");
        golden.Near(golden.Expected["icc2k"], icc.Icc2K, "icc2k");
        golden.Near(golden.Expected["icc3k"], icc.Icc3K, "icc3k");
    }

    private static void Corrected(GoldenCase golden, ChanceModel chance)
    {
        var categories = (int)golden.Parameter("categories");
        var weights = (string)golden.Parameters["weights"]! switch
        {
            "identity" => CategoryWeights.Identity(categories),
            "linear" => CategoryWeights.Linear(categories),
            "quadratic" => CategoryWeights.Quadratic(categories),
            _ => CategoryWeights.Ordinal(categories),
        };
        var got = new ChanceCorrected(chance).Compute(GoldenInputs.Counts(golden.Given("ratings").WholeRows(), categories), weights);
        golden.Near(golden.Expected["coefficient"], got.Coefficient, "coefficient");
        golden.Near(golden.Expected["percent_agreement"], got.Observed, "percent_agreement");
        golden.Near(golden.Expected["chance_agreement"], got.Chance, "chance_agreement");
        golden.Near(golden.Expected["standard_error"], got.StandardError, "standard_error");
    }

    private static void Concordance(GoldenCase golden)
    {
        var got = RankAgreement.Of(golden.Given("ranks").Rows());
        golden.Near(golden.Expected["w"], got.W, "w");
        golden.Near(golden.Expected["friedman_chi_square"], got.ChiSquare, "chi square");
        golden.Near(golden.Expected["p"], got.P, "p");
    }

    private static void Ranks(GoldenCase golden)
    {
        double[] x = golden.Given("x").Numbers(), y = golden.Given("y").Numbers();
        golden.Near(golden.Expected["spearman"], Correlation.Spearman(x, y), "spearman");
        golden.Near(golden.Expected["kendall_tau_b"], Correlation.KendallB(x, y), "tau b");
        golden.Near(golden.Expected["kendall_tau_c"], Correlation.KendallC(x, y), "tau c");
        golden.Near(golden.Expected["pearson"], Correlation.Pearson(x, y), "pearson");
    }
}

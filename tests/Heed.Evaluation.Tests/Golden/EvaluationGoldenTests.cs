using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Golden;

[Trait("Kind", "Golden")]
public sealed class EvaluationGoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> Kinds = new()
    {
        ["perplexity"] = LikelihoodKinds.Perplexity,
        ["strided_windows"] = LikelihoodKinds.StridedWindows,
        ["effective_sample_size"] = LikelihoodKinds.EffectiveSampleSize,
        ["effective_sample_size_series"] = LikelihoodKinds.EffectiveSampleSizeOfSeries,
        ["canary_exposure"] = MemorisationKinds.CanaryExposure,
        ["extraction"] = MemorisationKinds.Extraction,
        ["k_eidetic"] = MemorisationKinds.KEidetic,
        ["gao_best_of_n"] = OverOptimisationKinds.GaoBestOfN,
        ["gao_rl"] = OverOptimisationKinds.GaoReinforcementLearning,
        ["best_of_n_kl"] = OverOptimisationKinds.BestOfNKl,
        ["best_of_n_estimator"] = OverOptimisationKinds.BestOfNEstimator,
        ["rank_correlation"] = OverOptimisationKinds.RankCorrelation,
        ["partial_spearman"] = OverOptimisationKinds.PartialSpearman,
        ["distinct_n"] = TextKinds.Distinct,
        ["repetition"] = TextKinds.Repetition,
        ["sentence_bleu"] = TextKinds.SentenceBleu,
        ["corpus_bleu"] = TextKinds.CorpusBleu,
        ["self_bleu"] = TextKinds.SelfBleu,
        ["chrf"] = TextKinds.ChrF,
        ["rouge"] = TextKinds.Rouge,
        ["edit_distance"] = TextKinds.EditDistance,
        ["length_controlled"] = WinRateKinds.LengthControlled,
        ["length_controlled_difficulty"] = WinRateKinds.LengthControlledByDifficulty,
        ["length_controlled_ridge"] = WinRateKinds.LengthControlledByDifficulty,
        ["win_rate_ties"] = WinRateKinds.Ties,
        ["swapped_judge"] = WinRateKinds.SwappedJudge,
        ["pass_at_k"] = WinRateKinds.PassAtK,
        ["majority_at_k"] = WinRateKinds.MajorityAtK,
    };

    public static TheoryData<string, string> Cases => Testing.Golden.Names("evaluation");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_meets_the_reference(string file, string name)
    {
        var c = Testing.Golden.Case("evaluation", file, name);
        if (!Kinds.TryGetValue(c.Kind, out var check)) Assert.Skip($"kind not implemented yet: {c.Kind}");
        check(c);
    }
}

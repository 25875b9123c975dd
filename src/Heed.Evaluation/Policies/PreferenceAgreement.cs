using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Policies;

/// <summary>How often a scorer puts the answer that people chose above the one they rejected, on held-out preferences.</summary>
/// <param name="Scorer">Who scores: the reward model, the policy's log-ratio to its reference, "the longer answer".</param>
/// <param name="Accuracy">Share of pairs, ties ½, with its Wilson interval.</param>
public sealed record PreferenceAgreement(string Scorer, Measurement Accuracy)
{
    /// <param name="margins">Score of the chosen less score of the rejected answer, one a pair.</param>
    public static PreferenceAgreement Of(string scorer, IReadOnlyList<double> margins) =>
        new(scorer, WilsonInterval.Of(margins.Sum(m => m > 0 ? 1 : m < 0 ? 0 : 0.5), margins.Count));
}

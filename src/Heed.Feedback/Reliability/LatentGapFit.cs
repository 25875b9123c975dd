using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>What a rater's answers follow, in logits: a standard deviation of the gap, the side, a standard deviation of the length difference.</summary>
/// <param name="Skill">Logits per standard deviation of the pairs' gap: 0 for coin flips, negative for answers against the better one.</param>
/// <param name="Side">Logits in favour of the left answer.</param>
/// <param name="Length">Logits per standard deviation of length difference, beyond what all raters share.</param>
public sealed record RaterEffects(Estimate Skill, Estimate Side, Estimate Length);

/// <summary>A fitted <see cref="LatentGapModel"/>.</summary>
/// <param name="Raters">By rater: what its answers follow.</param>
/// <param name="LengthQuality">γ: the shared increase of the gap per standard deviation of length difference.</param>
/// <param name="FirstBetter">By pair: posterior probability that the first answer is the better one.</param>
/// <param name="Gap">By pair: posterior mean of the gap with its standard deviation.</param>
/// <param name="Accuracy">By rater: probability of choosing the better answer, averaged over the pairs it judged and over gaps.</param>
/// <param name="Ceiling">Expected share of these votes with which one who knows every gap exactly would agree.</param>
/// <param name="LogLikelihood">Marginal log-likelihood of the votes.</param>
/// <param name="Iterations">EM iterations used.</param>
public sealed record LatentGapFit(
    IReadOnlyList<RaterEffects> Raters,
    double LengthQuality,
    IReadOnlyList<double> FirstBetter,
    IReadOnlyList<Estimate> Gap,
    IReadOnlyList<double> Accuracy,
    double Ceiling,
    double LogLikelihood,
    int Iterations);

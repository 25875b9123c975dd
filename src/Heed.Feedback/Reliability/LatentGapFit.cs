using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>What a rater's answers follow, in logits: a standard deviation of the gap, the side, a standard deviation of the length difference.</summary>
/// <param name="Skill">Logits per standard deviation of the pairs' gap: 0 for coin flips, negative for answers against the better one.</param>
/// <param name="Side">Logits in favour of the left answer.</param>
/// <param name="Length">Logits per standard deviation of length difference, beyond what all raters share.</param>
public sealed record RaterEffects(Estimate Skill, Estimate Side, Estimate Length);

/// <summary>Two raters on the pairs that both judged.</summary>
/// <param name="Count">Pairs in common.</param>
/// <param name="Equal">Of them, the same choice; a tie beside a choice counts half.</param>
/// <param name="Expected">What <paramref name="Equal"/> would be if each judged alone: by their skills and biases and what the other raters say of the pairs.</param>
/// <param name="HalfCopied">ln of how much likelier their votes are if in half of the cases one said what the other said, than if each judged alone.</param>
/// <param name="Copied">The same for 19 cases of 20.</param>
public readonly record struct SharedPairs(int Rater, int Other, int Count, double Equal, double Expected, double HalfCopied, double Copied);

/// <summary>A fitted <see cref="LatentGapModel"/>.</summary>
/// <param name="Raters">By rater: what its answers follow.</param>
/// <param name="LengthQuality">γ: the shared increase of the gap per standard deviation of length difference.</param>
/// <param name="FirstBetter">By pair: posterior probability that the first answer is the better one.</param>
/// <param name="Gap">By pair: posterior mean of the gap with its standard deviation.</param>
/// <param name="Accuracy">By rater: probability of choosing the better answer, averaged over the lengths and sides of the pairs it judged and over gaps; the error by the delta method.</param>
/// <param name="FirstByOthers">By vote, in the order of the votes: probability that the pair's first answer is the better one, from the other raters' votes on it.</param>
/// <param name="Together">Raters who judged pairs in common, and how often they say the same.</param>
/// <param name="LogLikelihood">Marginal log-likelihood of the votes.</param>
/// <param name="Iterations">EM iterations used.</param>
public sealed record LatentGapFit(
    IReadOnlyList<RaterEffects> Raters,
    double LengthQuality,
    IReadOnlyList<double> FirstBetter,
    IReadOnlyList<Estimate> Gap,
    IReadOnlyList<ProbabilityEstimate> Accuracy,
    IReadOnlyList<double> FirstByOthers,
    IReadOnlyList<SharedPairs> Together,
    double LogLikelihood,
    int Iterations);

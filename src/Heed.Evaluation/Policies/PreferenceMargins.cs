using Heed.Evaluation.Likelihood;
using Heed.Models.Training;

namespace Heed.Evaluation.Policies;

/// <summary>A held-out preference as tokens: the prompt, and both answers with their end tokens.</summary>
public sealed record TokenisedPreference(int[] Prompt, int[] Chosen, int[] Rejected);

/// <summary>
/// How much more a policy has come to favour the chosen answer than the model it was trained from does:
/// log π/π_ref(chosen) - log π/π_ref(rejected), nats (the implicit reward of Rafailov et al. 2023, at β = 1).
/// </summary>
public static class PreferenceMargins
{
    public static IReadOnlyList<double> Of(Decoder policy, Decoder reference, IReadOnlyList<TokenisedPreference> preferences, CancellationToken cancellation = default)
    {
        ScoredSequence[] sequences = [.. preferences.SelectMany(p => new[] { Sequence(p.Prompt, p.Chosen), Sequence(p.Prompt, p.Rejected) })];
        var own = new TokenScorer(policy).Score(sequences, cancellation);
        var other = new TokenScorer(reference).Score(sequences, cancellation);
        double Ratio(int i) => ResponseKl.Of(own[i].LogProbs, other[i].LogProbs).LogRatio;
        return [.. preferences.Select((_, i) => Ratio(2 * i) - Ratio(2 * i + 1))];
    }

    private static ScoredSequence Sequence(int[] prompt, int[] answer) => new([.. prompt, .. answer], Math.Max(1, prompt.Length));
}

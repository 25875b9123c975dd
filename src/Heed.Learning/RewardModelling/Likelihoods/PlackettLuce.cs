using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>
/// The Plackett–Luce likelihood of one ranking, best first: L = −Σᵢ [sᵢ − logsumexp(all that still stand)]
/// (Plackett 1975; Luce 1959). Tied tiers by Breslow's form: each contributes Σ s − |tier|·logsumexp(all that still stand).
/// </summary>
public sealed record PlackettLuce
{
    /// <summary>−log likelihood, a scalar; the last of those shown contributes nothing.</summary>
    /// <param name="scores">(K), rewards of the answers.</param>
    /// <param name="tiers">Answers by place, best first; one answer a tier where nothing is tied.</param>
    /// <param name="unplaced">Answers that were shown and lost to every placed one.</param>
    public torch.Tensor Compute(torch.Tensor scores, IReadOnlyList<long[]> tiers, IReadOnlyList<long>? unplaced = null)
    {
        var loss = scores.sum() * 0;
        List<long> standing = [.. tiers.SelectMany(t => t), .. unplaced ?? []];
        foreach (var tier in tiers)
        {
            if (tier.Length == standing.Count) break;
            loss = loss - scores[torch.tensor(tier)].sum() + tier.Length * scores[torch.tensor(standing.ToArray())].logsumexp(0);
            standing.RemoveAll(tier.Contains);
        }
        return loss;
    }
}

using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>A ranking as all its pairs: L = mean over the K(K−1)/2 pairs of softplus(−(s_better − s_worse)) (InstructGPT, arXiv 2203.02155, eq. 1).</summary>
public sealed record RankingPairs
{
    /// <summary>The mean over the pairs of one ranking, a scalar.</summary>
    /// <param name="scores">(K), rewards.</param>
    /// <param name="ranking">Answers, best first.</param>
    public torch.Tensor Compute(torch.Tensor scores, long[] ranking)
    {
        var better = new List<long>();
        var worse = new List<long>();
        for (var i = 0; i < ranking.Length; i++)
            for (var j = i + 1; j < ranking.Length; j++) { better.Add(ranking[i]); worse.Add(ranking[j]); }
        return softplus(scores[torch.tensor(worse.ToArray())] - scores[torch.tensor(better.ToArray())]).mean();
    }
}

using Heed.Language.Curation;
using Heed.Runs;

namespace Heed.Evaluation.Memorisation;

/// <summary>Ranks planted canaries by their loss among texts of the same form that were never planted.</summary>
/// <param name="losses">Negative log-likelihood of each text, nats.</param>
public sealed class CanaryRanking(Func<IReadOnlyList<string>, IReadOnlyList<double>> losses)
{
    /// <summary>Exposures by number of copies, with one group of unplanted texts (0 copies) as a control.</summary>
    /// <param name="planted">The canaries.</param>
    /// <param name="candidates">Texts drawn alike, none of them planted; the exposure is at most log₂ of their number.</param>
    public IReadOnlyList<CanaryGroup> Groups(IReadOnlyList<Canary> planted, IReadOnlyList<string> candidates)
    {
        const int controls = 8;
        if (candidates.Count <= 2 * controls) throw new ArgumentException($"expected more than {2 * controls} candidates, found {candidates.Count}");
        var all = losses([.. planted.Select(c => c.Text), .. candidates]);
        var own = all.Take(planted.Count).ToArray();
        var others = all.Skip(planted.Count + controls).ToArray();
        return MemorisationFigures.GroupExposures(
            all.Skip(planted.Count).Take(controls).Select(loss => (0, CanaryExposure.Of(loss, others)))
                .Concat(planted.Zip(own, (canary, loss) => (canary.Copies, CanaryExposure.Of(loss, others)))), others.Length + 1);
    }

    /// <summary>The same for canaries that data preparation planted.</summary>
    public IReadOnlyList<CanaryGroup> Groups(Canaries canaries, int candidates, SeededRandom random)
    {
        var planted = canaries.Planted.Select(c => c.Text).ToHashSet(StringComparer.Ordinal);
        string[] drawn = [.. Enumerable.Range(0, candidates).Select(_ => canaries.Candidate(random)).Where(c => !planted.Contains(c))];
        return Groups(canaries.Planted, drawn);
    }
}

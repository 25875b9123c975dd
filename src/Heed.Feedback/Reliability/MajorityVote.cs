namespace Heed.Feedback.Reliability;

/// <summary>Every answer counts the same; a rater's skill is the share of its answers that the majority gave.</summary>
public sealed record MajorityVote
{
    public CrowdConsensus Fit(CrowdAnswers crowd)
    {
        var shares = crowd.VoteShares();
        return new CrowdConsensus(shares, Agreement(crowd, new CrowdConsensus(shares, []).Labels));
    }

    /// <summary>By rater: share of its answers equal to the labels.</summary>
    internal static double[] Agreement(CrowdAnswers crowd, IReadOnlyList<int> labels)
    {
        var (equal, all) = (new double[crowd.Raters], new double[crowd.Raters]);
        foreach (var answer in crowd.Answers)
        {
            all[answer.Rater]++;
            if (labels[answer.Item] == answer.Class) equal[answer.Rater]++;
        }
        return [.. equal.Zip(all, (e, n) => n > 0 ? e / n : 0)];
    }
}

namespace Heed.Feedback.Reliability;

/// <summary>"Worker agreement with aggregate" (Wawa, Appen): votes weighted by how often their rater is with the majority.</summary>
public sealed record WeightedMajority
{
    public CrowdConsensus Fit(CrowdAnswers crowd)
    {
        var skills = new MajorityVote().Fit(crowd).Skills;
        return new CrowdConsensus(crowd.VoteShares(a => skills[a.Rater]), skills);
    }
}

namespace Heed.Feedback.Reliability;

/// <summary>
/// Votes weighted by skill, and skill drawn towards the share of a rater's answers that equals the weighted majority, by ever smaller steps (the "zero-based skill" of
/// Toloka's crowd-kit). Cheap; without a model of errors.
/// </summary>
public sealed record ZeroBasedSkill
{
    public int Iterations { get; init; } = 100;

    /// <summary>Share of the way that a skill goes in the first steps.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Steps after which the rate is halved.</summary>
    public int HalvedAfter { get; init; } = 20;

    public CrowdConsensus Fit(CrowdAnswers crowd)
    {
        var skills = Enumerable.Repeat(1.0 / crowd.Classes, crowd.Raters).ToArray();
        var rate = Rate;
        CrowdConsensus Vote() => new(crowd.VoteShares(a => skills[a.Rater]), [.. skills]);
        for (var i = 0; i < Iterations; i++)
        {
            if (i > 0 && i % HalvedAfter == 0) rate /= 2;
            var agreement = MajorityVote.Agreement(crowd, [.. Vote().Posteriors.Select(row => Array.IndexOf(row, row.Max()))]);
            for (var j = 0; j < skills.Length; j++) skills[j] += rate * (agreement[j] - skills[j]);
        }
        return Vote();
    }
}

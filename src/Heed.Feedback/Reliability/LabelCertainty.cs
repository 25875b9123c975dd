namespace Heed.Feedback.Reliability;

/// <summary>
/// How sure the labels of a consensus are, on average: the probability of each item's label if every rater were right with its skill, else any other class alike, and all classes were
/// equally frequent. What Toloka's crowd-kit calls consistency.
/// </summary>
public static class LabelCertainty
{
    public static double Of(CrowdAnswers crowd, CrowdConsensus consensus)
    {
        var rows = Enumerable.Range(0, crowd.Items).Select(_ => Enumerable.Repeat(1.0, crowd.Classes).ToArray()).ToArray();
        foreach (var answer in crowd.Answers)
        {
            var skill = consensus.Skills[answer.Rater];
            for (var c = 0; c < crowd.Classes; c++) rows[answer.Item][c] *= c == answer.Class ? skill : (1 - skill) / (crowd.Classes - 1);
        }
        return rows.Zip(consensus.Labels, (row, label) => row[label] / row.Sum()).Where(double.IsFinite).Average();
    }
}

namespace Heed.Feedback.Reliability;

/// <summary>One rater's class for one item.</summary>
public readonly record struct CrowdAnswer(int Item, int Rater, int Class);

/// <summary>Answers of a crowd that sorts items into classes, with indices in place of names.</summary>
public sealed record CrowdAnswers(int Items, int Raters, int Classes, IReadOnlyList<CrowdAnswer> Answers)
{
    /// <summary>By item, by class: share of the answers; zero for an item without any.</summary>
    public double[][] VoteShares(Func<CrowdAnswer, double>? weight = null)
    {
        var shares = Enumerable.Range(0, Items).Select(_ => new double[Classes]).ToArray();
        foreach (var answer in Answers) shares[answer.Item][answer.Class] += weight?.Invoke(answer) ?? 1;
        foreach (var row in shares)
            if (row.Sum() is var sum and > 0)
                for (var c = 0; c < row.Length; c++) row[c] /= sum;
        return shares;
    }
}

/// <summary>What the crowd's answers come to.</summary>
/// <param name="Posteriors">By item: probability of each class.</param>
/// <param name="Skills">By rater: share of answers that are right, as the method estimates it.</param>
public sealed record CrowdConsensus(IReadOnlyList<double[]> Posteriors, IReadOnlyList<double> Skills)
{
    /// <summary>By item: the most probable class, the highest among equals.</summary>
    public IReadOnlyList<int> Labels => [.. Posteriors.Select(row => Array.LastIndexOf(row, row.Max()))];
}

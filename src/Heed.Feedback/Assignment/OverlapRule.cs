using Heed.Feedback.Answers;

namespace Heed.Feedback.Assignment;

/// <summary>
/// How many answers an item gets where that depends on the answers: fewer where raters agree, more where they do not. With raters who are right with probability
/// a, the answer that leads by n is right with probability 1 / (1 + ((1 − a) / a)ⁿ) against the runner-up.
/// </summary>
public sealed record OverlapRule
{
    /// <summary>Answers every item gets.</summary>
    public int Least { get; init; } = 2;

    /// <summary>Answers no item exceeds.</summary>
    public int Most { get; init; } = 5;

    /// <summary>The probability at which an item is done.</summary>
    public double Certainty { get; init; } = 0.9;

    /// <summary>How often a rater is held to be right: 0.8 is what pairwise agreement of 68 % comes to.</summary>
    public double Accuracy { get; init; } = 0.8;

    /// <summary>Whether an item with these answers wants another one.</summary>
    public bool WantsMore(IReadOnlyList<Answer> answers) => answers.Count < Least || (answers.Count < Most && Probability(answers) < Certainty);

    /// <summary>The probability that the leading answer is right.</summary>
    public double Probability(IReadOnlyList<Answer> answers)
    {
        var groups = new List<(Answer Said, int Count)>();
        foreach (var answer in answers)
        {
            var at = groups.FindIndex(g => answer.AgreesWith(g.Said));
            if (at < 0) groups.Add((answer, 1));
            else groups[at] = (groups[at].Said, groups[at].Count + 1);
        }
        var counts = groups.Select(g => g.Count).OrderDescending().ToArray();
        if (counts.Length == 0) return 0.5;
        return 1 / (1 + Math.Pow((1 - Accuracy) / Accuracy, counts[0] - (counts.Length > 1 ? counts[1] : 0)));
    }
}

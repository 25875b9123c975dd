namespace Heed.Feedback.Assignment;

/// <summary>How much an answer is expected to tell, from what an ensemble of models predicts: scores for active selection.</summary>
public static class Informativeness
{
    /// <summary>
    /// BALD (Houlsby et al. 2011): entropy of the mean minus mean of the entropies, in nats, of probabilities that the first answer is better. 0 where all members
    /// say the same, also where all say one half: a tie that everybody expects is not worth a question.
    /// </summary>
    public static double Disagreement(IReadOnlyList<double> probabilities) => Math.Max(0, Entropy(probabilities.Average()) - probabilities.Average(Entropy));

    /// <summary>Variance of the members' probabilities.</summary>
    public static double Variance(IReadOnlyList<double> probabilities)
    {
        var mean = probabilities.Average();
        return probabilities.Average(p => (p - mean) * (p - mean));
    }

    private static double Entropy(double p) => p is <= 0 or >= 1 ? 0 : -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
}

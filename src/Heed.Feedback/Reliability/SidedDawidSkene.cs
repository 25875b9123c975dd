using MathNet.Numerics;

namespace Heed.Feedback.Reliability;

/// <summary>A fitted <see cref="SidedDawidSkene"/>.</summary>
/// <param name="FirstBetter">By pair: probability that the first answer is the better one.</param>
/// <param name="LeftWhenBetter">By rater: probability of preferring the left answer when it is the better one.</param>
/// <param name="LeftWhenWorse">By rater: probability of preferring the left answer when it is the worse one.</param>
public sealed record SidedDawidSkeneFit(IReadOnlyList<double> FirstBetter, IReadOnlyList<double> LeftWhenBetter, IReadOnlyList<double> LeftWhenWorse);

/// <summary>
/// Dawid and Skene (1979) for pairs whose sides change from rater to rater: the truth is which answer is better, a rater's table is how it answers
/// when the better one is on the left and when it is on the right. A coin has two equal rows, one who prefers the left two high ones, an adversary
/// the rows exchanged. Every pair is taken as equally clear, which the <see cref="LatentGapModel"/> does not do.
/// </summary>
public sealed record SidedDawidSkene
{
    /// <summary>Answers of each kind that a rater is credited with beforehand: the Beta(1 + n, 1 + n) prior of each probability.</summary>
    public double PriorAnswers { get; init; } = 1;

    /// <summary>EM stops when no posterior moves by more.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>Votes of unknown side count as if the first answer had been on the left.</summary>
    public SidedDawidSkeneFit Fit(PairVotes votes)
    {
        var first = VoteShares(votes);
        var (hits, alarms) = Maximise(votes, first);
        for (var i = 0; i < MaxIterations; i++)
        {
            var next = Expect(votes, hits, alarms);
            var moved = next.Zip(first, (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();
            first = next;
            (hits, alarms) = Maximise(votes, first);
            if (moved < Tolerance) break;
        }
        return new SidedDawidSkeneFit(first, hits, alarms);
    }

    private static double[] VoteShares(PairVotes votes)
    {
        var (sum, count) = (new double[votes.Pairs], new double[votes.Pairs]);
        foreach (var vote in votes.Votes)
        {
            sum[vote.Pair] += vote.First;
            count[vote.Pair]++;
        }
        return [.. sum.Zip(count, (s, n) => (s + 1) / (n + 2))];
    }

    private static double[] Expect(PairVotes votes, double[] hits, double[] alarms)
    {
        var logits = new double[votes.Pairs];
        foreach (var vote in votes.Votes)
        {
            var (left, hit, alarm) = (Left(vote), hits[vote.Rater], alarms[vote.Rater]);
            var evidence = left * Math.Log(hit / alarm) + (1 - left) * Math.Log((1 - hit) / (1 - alarm));
            logits[vote.Pair] += vote.Side < 0 ? -evidence : evidence;
        }
        return [.. logits.Select(SpecialFunctions.Logistic)];
    }

    private (double[] Hits, double[] Alarms) Maximise(PairVotes votes, double[] first)
    {
        var tables = Enumerable.Range(0, votes.Raters).Select(_ => new double[4]).ToArray();
        foreach (var vote in votes.Votes)
        {
            var table = tables[vote.Rater];
            double left = Left(vote), better = vote.Side < 0 ? 1 - first[vote.Pair] : first[vote.Pair];
            table[0] += left * better;
            table[1] += better;
            table[2] += left * (1 - better);
            table[3] += 1 - better;
        }
        double Share(double said, double all) => (said + PriorAnswers) / (all + 2 * PriorAnswers);
        return ([.. tables.Select(t => Share(t[0], t[1]))], [.. tables.Select(t => Share(t[2], t[3]))]);
    }

    private static double Left(PairVote vote) => vote.Side < 0 ? 1 - vote.First : vote.First;
}

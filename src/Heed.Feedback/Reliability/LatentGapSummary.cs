using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>What a run of EM found, with its errors.</summary>
internal sealed partial class LatentGapEstimation
{
    private LatentGapFit Summary(double logLikelihood, int iterations)
    {
        var covariances = Covariances();
        var shared = SharedLength(covariances);
        var effects = Enumerable.Range(0, _votes.Raters).Select(r => Effects(_effects[r], covariances[r], shared)).ToArray();
        var first = Enumerable.Range(0, _votes.Pairs).Select(p => FirstBetter(_posterior[p], shared * _length[p])).ToArray();
        var gap = Enumerable.Range(0, _votes.Pairs).Select(p => Gap(_posterior[p], shared * _length[p])).ToArray();
        var accuracy = Enumerable.Range(0, _votes.Raters).Select(r => Accuracy(r, covariances[r], shared)).ToArray();
        return new LatentGapFit(effects, shared, first, gap, accuracy, [.. _votes.Votes.Select(v => FirstByOthers(v, shared))], Together(), logLikelihood, iterations);
    }

    /// <summary>γ: the median over raters of (whole length effect / skill), weighted by skill over the standard error of the length effect.</summary>
    private double SharedLength(double[][,] covariances)
    {
        var slopes = Enumerable.Range(0, _votes.Raters).Where(r => _effects[r][0] > 0)
            .Select(r => (slope: _effects[r][2] / _effects[r][0], weight: _effects[r][0] / Math.Sqrt(covariances[r][2, 2])))
            .OrderBy(s => s.slope).ToArray();
        double half = slopes.Sum(s => s.weight) / 2, reached = 0;
        foreach (var (slope, weight) in slopes)
            if ((reached += weight) >= half) return slope;
        return 0;
    }

    private static RaterEffects Effects(double[] effects, double[,] covariance, double shared)
    {
        var length = covariance[2, 2] - 2 * shared * covariance[2, 0] + shared * shared * covariance[0, 0];
        return new RaterEffects(
            new Estimate(effects[0], Math.Sqrt(covariance[0, 0])),
            new Estimate(effects[1], Math.Sqrt(covariance[1, 1])),
            new Estimate(effects[2] - shared * effects[0], Math.Sqrt(Math.Max(0, length))));
    }

    /// <summary>P(e > −shift): a node's probability is spread evenly over its cell.</summary>
    private double FirstBetter(double[] row, double shift)
    {
        var sum = 0.0;
        for (var k = 0; k < row.Length; k++) sum += row[k] * Above(k, shift);
        return sum;
    }

    private double Above(int node, double shift) => Math.Clamp((_nodes[node] + shift) / _spacing + 0.5, 0, 1);

    private Estimate Gap(double[] row, double shift)
    {
        double mean = 0, square = 0;
        for (var k = 0; k < row.Length; k++) { mean += row[k] * _nodes[k]; square += row[k] * _nodes[k] * _nodes[k]; }
        return new Estimate(mean + shift, Math.Sqrt(Math.Max(0, square - mean * mean)));
    }

    /// <summary>P(x > 0) without a vote: its likelihood taken out of the posterior again.</summary>
    private double FirstByOthers(PairVote vote, double shared)
    {
        Span<double> chosen = stackalloc double[_nodes.Length];
        Probabilities(vote, chosen);
        var (row, first, all) = (_posterior[vote.Pair], 0.0, 0.0);
        for (var k = 0; k < row.Length; k++)
        {
            var others = row[k] / Math.Max(Likelihood(vote.First, chosen[k]), 1e-12);
            all += others;
            first += others * Above(k, shared * _length[vote.Pair]);
        }
        return first / all;
    }

    /// <summary>Pairs with more votes than this say too little about two raters for what they cost.</summary>
    private const int MostVotes = 40;

    private SharedPairs[] Together()
    {
        var found = new Dictionary<(int, int), SharedPairs>();
        foreach (var votes in _byPair.Where(v => v.Length is > 1 and <= MostVotes))
            for (var i = 0; i < votes.Length; i++)
                for (var j = i + 1; j < votes.Length; j++)
                {
                    var (a, b) = votes[i].Rater < votes[j].Rater ? (votes[i], votes[j]) : (votes[j], votes[i]);
                    var before = found.GetValueOrDefault((a.Rater, b.Rater));
                    var (same, half, whole) = SameByOthers(a, b);
                    found[(a.Rater, b.Rater)] = new SharedPairs(a.Rater, b.Rater, before.Count + 1, before.Equal + 1 - Math.Abs(a.First - b.First), before.Expected + same, before.HalfCopied + half, before.Copied + whole);
                }
        return [.. found.Values];
    }

    /// <summary>
    /// Without what the two said: the probability that they say the same if each judges alone; and how much likelier their two votes are if one says what the other said, by ln of ½ and of 1/20
    /// judging alone nevertheless. Ties say nothing.
    /// </summary>
    private (double Same, double Half, double Whole) SameByOthers(PairVote a, PairVote b)
    {
        Span<double> one = stackalloc double[_nodes.Length], other = stackalloc double[_nodes.Length];
        Probabilities(a, one);
        Probabilities(b, other);
        var row = _posterior[a.Pair];
        double all = 0, same = 0, either = 0, both = 0;
        for (var k = 0; k < row.Length; k++)
        {
            double saysA = Likelihood(a.First, one[k]), saysB = Likelihood(b.First, other[k]), weight = row[k] / Math.Max(saysA * saysB, 1e-12);
            all += weight;
            same += weight * (one[k] * other[k] + (1 - one[k]) * (1 - other[k]));
            either += weight * (saysA + saysB) / 2;
            both += weight * saysA * saysB;
        }
        if (a.First is not (0 or 1) || b.First is not (0 or 1)) return (same / all, 0, 0);
        var odds = a.First == b.First ? either / both : 0;
        return (same / all, Math.Log(0.5 + 0.5 * odds), Math.Log(0.05 + 0.95 * odds));
    }

    /// <summary>A rater's accuracy; its error from that of the effects, by differences.</summary>
    private ProbabilityEstimate Accuracy(int rater, double[,] covariance, double shared)
    {
        if (_byRater[rater].Length == 0) return ProbabilityEstimate.Of(0.5, 0.5);
        var value = Correct(rater, shared);
        var slope = new double[3];
        for (var i = 0; i < 3; i++)
        {
            const double step = 1e-4;
            _effects[rater][i] += step;
            slope[i] = (Correct(rater, shared) - value) / step;
            _effects[rater][i] -= step;
        }
        var variance = 0.0;
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) variance += slope[i] * slope[j] * covariance[i, j];
        return ProbabilityEstimate.Of(value, Math.Sqrt(Math.Max(0, variance)));
    }

    private double Correct(int rater, double shared)
    {
        var sum = 0.0;
        foreach (var vote in _byRater[rater]) sum += Correct(vote, shared);
        return sum / _byRater[rater].Length;
    }

    /// <summary>Probability that such a vote, on a pair whose gap nobody knows, names the better answer.</summary>
    private double Correct(PairVote vote, double shared)
    {
        Span<double> chosen = stackalloc double[_nodes.Length];
        Probabilities(vote, chosen);
        var sum = 0.0;
        for (var k = 0; k < chosen.Length; k++)
        {
            var above = Above(k, shared * _length[vote.Pair]);
            sum += _prior[k] * (above * chosen[k] + (1 - above) * (1 - chosen[k]));
        }
        return sum;
    }
}

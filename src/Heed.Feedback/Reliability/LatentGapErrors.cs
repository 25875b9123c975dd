using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// Covariances of what a run of EM found: the observed information of all raters' effects together (Louis 1982), which is the complete-data curvature less the covariance of the scores under
/// the posterior of the gaps. Scores of two raters on one pair hang together through its gap, so a rater's error carries those of the others.
/// </summary>
internal sealed partial class LatentGapEstimation
{
    /// <summary>Up to so many raters their information is inverted together; beyond, each rater's with the others held.</summary>
    private const int MostTogether = 300;

    /// <summary>By rater: covariance of its three effects.</summary>
    private double[][,] Covariances()
    {
        var own = Enumerable.Range(0, _votes.Raters).Select(Information).ToArray();
        if (_votes.Raters <= MostTogether && Cholesky.Of(Joint(own)) is { } factor)
        {
            var all = factor.Inverse();
            return [.. own.Select((_, r) => Block(all, r))];
        }
        return [.. own.Select((block, r) => (Cholesky.Of(block) ?? Cholesky.Of(Complete(r).Curvature)!).Inverse())];
    }

    private double[,] Joint(double[][,] own)
    {
        var joint = new double[3 * own.Length, 3 * own.Length];
        for (var r = 0; r < own.Length; r++)
            for (var i = 0; i < 3; i++)
                for (var j = 0; j <= i; j++) joint[3 * r + i, 3 * r + j] = own[r][i, j];
        for (var p = 0; p < _votes.Pairs; p++) Tie(p, joint);
        return joint;
    }

    private static double[,] Block(double[,] all, int rater)
    {
        var block = new double[3, 3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) block[i, j] = i >= j ? all[3 * rater + i, 3 * rater + j] : all[3 * rater + j, 3 * rater + i];
        return block;
    }

    /// <summary>Negative Hessian of a rater's marginal log-posterior, others held.</summary>
    private double[,] Information(int rater)
    {
        var (_, curvature) = Complete(rater);
        foreach (var vote in _byRater[rater])
        {
            var (zz, z, one) = Covariance(vote.Pair, Residuals(vote), Residuals(vote));
            Add(curvature, -one, -z.First, -zz, vote.Side, _length[vote.Pair]);
        }
        return curvature;
    }

    /// <summary>What ties the raters of one pair: minus the covariance of their scores, residual · (z, side, length).</summary>
    private void Tie(int pair, double[,] joint)
    {
        var votes = _byPair[pair];
        var residuals = votes.Select(Residuals).ToArray();
        for (var a = 0; a < votes.Length; a++)
            for (var b = 0; b < votes.Length; b++)
                if (votes[a].Rater > votes[b].Rater) Tie(votes[a], votes[b], Covariance(pair, residuals[a], residuals[b]), joint);
    }

    private void Tie(PairVote a, PairVote b, (double ZZ, (double First, double Second) Z, double One) c, double[,] joint)
    {
        var (row, column, d) = (3 * a.Rater, 3 * b.Rater, _length[a.Pair]);
        joint[row, column] -= c.ZZ;
        joint[row, column + 1] -= c.Z.First * b.Side;
        joint[row, column + 2] -= c.Z.First * d;
        joint[row + 1, column] -= c.Z.Second * a.Side;
        joint[row + 1, column + 1] -= c.One * a.Side * b.Side;
        joint[row + 1, column + 2] -= c.One * a.Side * d;
        joint[row + 2, column] -= c.Z.Second * d;
        joint[row + 2, column + 1] -= c.One * d * b.Side;
        joint[row + 2, column + 2] -= c.One * d * d;
    }

    private double[] Residuals(PairVote vote)
    {
        var residuals = new double[_nodes.Length];
        Probabilities(vote, residuals);
        for (var k = 0; k < residuals.Length; k++) residuals[k] = vote.First - residuals[k];
        return residuals;
    }

    /// <summary>Under a pair's posterior: Cov(ρz, τz), Cov(ρz, τ) and Cov(ρ, τz), Cov(ρ, τ) of two residuals ρ and τ.</summary>
    private (double ZZ, (double First, double Second) Z, double One) Covariance(int pair, double[] first, double[] second)
    {
        var row = _posterior[pair];
        double zz = 0, z = 0, one = 0, a = 0, az = 0, b = 0, bz = 0;
        for (var k = 0; k < row.Length; k++)
        {
            double p = row[k] * first[k], q = row[k] * second[k], both = p * second[k], node = _nodes[k];
            (one, z, zz) = (one + both, z + both * node, zz + both * node * node);
            (a, az, b, bz) = (a + p, az + p * node, b + q, bz + q * node);
        }
        return (zz - az * bz, (z - az * b, z - a * bz), one - a * b);
    }
}

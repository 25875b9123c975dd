using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>One run of EM for a <see cref="LatentGapModel"/>. Posterior rows are (pairs, nodes).</summary>
internal sealed partial class LatentGapEstimation
{
    private readonly LatentGapModel _model;
    private readonly PairVotes _votes;
    private readonly PairVote[][] _byPair, _byRater;
    private readonly double[] _length, _nodes, _prior;
    private readonly double[][] _effects;      // by rater: skill, side, whole length effect
    private readonly double[][] _posterior;    // by pair: probability of each node
    private readonly double[] _pairLogLikelihood, _moves;
    private readonly double _spacing;

    public LatentGapEstimation(LatentGapModel model, PairVotes votes)
    {
        (_model, _votes) = (model, votes);
        _byPair = Grouped(votes.Votes, votes.Pairs, v => v.Pair);
        _byRater = Grouped(votes.Votes, votes.Raters, v => v.Rater);
        _length = votes.StandardisedLengths();
        _spacing = 9.0 / (model.Nodes - 1);
        _nodes = [.. Enumerable.Range(0, model.Nodes).Select(k => -4.5 + k * _spacing)];
        var density = _nodes.Select(model.Density).ToArray();
        _prior = [.. density.Select(p => p / density.Sum())];
        _effects = [.. Enumerable.Range(0, votes.Raters).Select(_ => new[] { model.PriorSkill, 0.0, 0.0 })];
        _posterior = [.. Enumerable.Range(0, votes.Pairs).Select(_ => new double[model.Nodes])];
        (_pairLogLikelihood, _moves) = (new double[votes.Pairs], new double[votes.Raters]);
    }

    public LatentGapFit Run()
    {
        var iterations = 0;
        for (var moved = double.PositiveInfinity; moved > _model.Tolerance && iterations < _model.MaxIterations; iterations++)
        {
            Expect();
            moved = Maximise();
        }
        var logLikelihood = Expect();
        return Summary(logLikelihood, iterations);
    }

    /// <summary>E step: the posterior of every pair's e. Returns the marginal log-likelihood.</summary>
    private double Expect()
    {
        Parallel.For(0, _votes.Pairs, p => _pairLogLikelihood[p] = Expect(p));
        return _pairLogLikelihood.Sum();
    }

    private double Expect(int pair)
    {
        var (row, logLikelihood) = (_posterior[pair], 0.0);
        Span<double> chosen = stackalloc double[_model.Nodes];
        _prior.CopyTo(row, 0);
        foreach (var vote in _byPair[pair])
        {
            Probabilities(vote, chosen);
            for (var k = 0; k < row.Length; k++) row[k] *= Likelihood(vote.First, chosen[k]);
            logLikelihood += Math.Log(Normalise(row));
        }
        return logLikelihood;
    }

    /// <summary>M step: a Newton step a rater on its expected log-likelihood. Returns the largest move.</summary>
    private double Maximise()
    {
        Parallel.For(0, _votes.Raters, r => _moves[r] = Maximise(r));
        return _moves.Max();
    }

    private double Maximise(int rater)
    {
        var (gradient, curvature) = Complete(rater);
        var step = Cholesky.Of(curvature)!.Solve(gradient);
        var largest = step.Max(Math.Abs);
        var scale = Math.Min(1, 1 / Math.Max(1e-12, largest));
        for (var i = 0; i < 3; i++) _effects[rater][i] += scale * step[i];
        return scale * largest;
    }

    /// <summary>Gradient and negative Hessian of a rater's expected complete-data log-posterior.</summary>
    private (double[] Gradient, double[,] Curvature) Complete(int rater)
    {
        var (gradient, curvature) = Prior(rater);
        Span<double> chosen = stackalloc double[_model.Nodes];
        foreach (var vote in _byRater[rater])
        {
            Probabilities(vote, chosen);
            var moments = Moments(vote, chosen);
            double s = vote.Side, d = _length[vote.Pair];
            gradient[0] += moments.ResidualNode;
            gradient[1] += moments.Residual * s;
            gradient[2] += moments.Residual * d;
            Add(curvature, moments.Weight, moments.WeightNode, moments.WeightNodeNode, s, d);
        }
        return (gradient, curvature);
    }

    private (double[] Gradient, double[,] Curvature) Prior(int rater)
    {
        var effects = _effects[rater];
        double[] gradient = [-_model.SkillPrecision * (effects[0] - _model.PriorSkill), -_model.BiasPrecision * effects[1], -_model.BiasPrecision * effects[2]];
        return (gradient, new double[,] { { _model.SkillPrecision, 0, 0 }, { 0, _model.BiasPrecision, 0 }, { 0, 0, _model.BiasPrecision } });
    }

    private (double Residual, double ResidualNode, double Weight, double WeightNode, double WeightNodeNode) Moments(PairVote vote, ReadOnlySpan<double> chosen)
    {
        var row = _posterior[vote.Pair];
        double r0 = 0, r1 = 0, w0 = 0, w1 = 0, w2 = 0;
        for (var k = 0; k < row.Length; k++)
        {
            var q = chosen[k];
            double residual = row[k] * (vote.First - q), weight = row[k] * q * (1 - q), z = _nodes[k];
            r0 += residual; r1 += residual * z;
            w0 += weight; w1 += weight * z; w2 += weight * z * z;
        }
        return (r0, r1, w0, w1, w2);
    }

    private static void Add(double[,] into, double w, double wz, double wzz, double s, double d)
    {
        into[0, 0] += wzz;
        into[1, 0] += wz * s; into[1, 1] += w * s * s;
        into[2, 0] += wz * d; into[2, 1] += w * s * d; into[2, 2] += w * d * d;
    }

    /// <summary>P(first preferred) at every node. The logit is linear in the node, so its exponential is a geometric series: two exponentials a vote.</summary>
    private void Probabilities(PairVote vote, Span<double> chosen)
    {
        var effects = _effects[vote.Rater];
        var offset = effects[1] * vote.Side + effects[2] * _length[vote.Pair];
        double odds = Math.Exp(Math.Clamp(effects[0] * _nodes[0] + offset, -300, 300)), ratio = Math.Exp(effects[0] * _spacing);
        for (var k = 0; k < chosen.Length; k++, odds *= ratio) chosen[k] = odds < 1e12 ? odds / (1 + odds) : 1 - 1 / odds;
    }

    private static double Likelihood(double first, double chosen) =>
        first == 1 ? chosen : first == 0 ? 1 - chosen : Math.Pow(chosen, first) * Math.Pow(1 - chosen, 1 - first);

    private static double Normalise(double[] row)
    {
        var sum = 0.0;
        foreach (var value in row) sum += value;
        for (var k = 0; k < row.Length; k++) row[k] /= sum;
        return sum;
    }

    private static PairVote[][] Grouped(IReadOnlyList<PairVote> votes, int groups, Func<PairVote, int> key)
    {
        var lists = new List<PairVote>[groups];
        for (var i = 0; i < groups; i++) lists[i] = [];
        foreach (var vote in votes) lists[key(vote)].Add(vote);
        return [.. lists.Select(list => list.ToArray())];
    }
}

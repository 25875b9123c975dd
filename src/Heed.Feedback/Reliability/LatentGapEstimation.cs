using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// One run of EM for a <see cref="LatentGapModel"/>. Posterior rows are (pairs, nodes); nodes are filled up to a multiple of four with some that nothing lies at, and sums are taken four at a time in
/// the same order on every machine.
/// </summary>
internal sealed partial class LatentGapEstimation
{
    private readonly LatentGapModel _model;
    private readonly PairVotes _votes;
    private readonly PairVote[][] _byPair, _byRater;
    private readonly double[] _length, _nodes, _prior;
    private readonly double[][] _effects;      // by rater: skill, side, whole length effect
    private readonly double[][] _posterior;    // by pair: probability of each node
    private readonly double[] _pairLogLikelihood, _moves;
    private readonly (double Precision, double Length)[] _held;     // by rater: precision of the prior of its biases, and the whole length effect that goes with a skill of 1
    private readonly double _spacing;

    /// <summary>Precision of the prior of biases that a rater does not have.</summary>
    private const double NoBias = 100;

    public LatentGapEstimation(LatentGapModel model, PairVotes votes, IReadOnlyList<bool> biased, double lengthQuality)
    {
        (_model, _votes) = (model, votes);
        _held = [.. biased.Select(b => b ? (model.BiasPrecision, 0) : (NoBias, lengthQuality))];
        _byPair = Grouped(votes.Votes, votes.Pairs, v => v.Pair);
        _byRater = Grouped(votes.Votes, votes.Raters, v => v.Rater);
        _length = votes.StandardisedLengths();
        _spacing = 9.0 / (model.Nodes - 1);
        _nodes = [.. Enumerable.Range(0, (model.Nodes + 3) / 4 * 4).Select(k => -4.5 + k * _spacing)];
        var density = _nodes.Select((e, k) => k < model.Nodes ? model.Density(e) : 0).ToArray();
        _prior = [.. density.Select(p => p / density.Sum())];
        _effects = [.. Enumerable.Range(0, votes.Raters).Select(_ => new[] { model.PriorSkill, 0.0, 0.0 })];
        _posterior = [.. Enumerable.Range(0, votes.Pairs).Select(_ => new double[_nodes.Length])];
        (_pairLogLikelihood, _moves) = (new double[votes.Pairs], new double[votes.Raters]);
    }

    public LatentGapFit Run()
    {
        var iterations = 0;
        while (iterations < _model.MaxIterations && Cycle(ref iterations) > _model.Tolerance) { }
        return Summary(Expect(), iterations);
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
        Span<double> chosen = stackalloc double[_nodes.Length];
        _prior.CopyTo(row, 0);
        foreach (var vote in _byPair[pair])
        {
            Probabilities(vote, chosen);
            logLikelihood += Math.Log(Weigh(row, chosen, vote.First));
        }
        return logLikelihood;
    }

    /// <summary>Multiplies a row by the likelihood of a vote and makes it sum to one. Returns the sum before.</summary>
    private static double Weigh(double[] row, Span<double> chosen, double first)
    {
        Span<Vector256<double>> weights = Parts(row), said = Parts(chosen);
        if (first is not (0 or 1))
            for (var k = 0; k < chosen.Length; k++) chosen[k] = Likelihood(first, chosen[k]);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= first == 0 ? Vector256<double>.One - said[i] : said[i];
            sums += weights[i];
        }
        var sum = Sum(sums);
        var scale = Vector256.Create(sum);
        foreach (ref var part in weights) part /= scale;
        return sum;
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
        Span<double> chosen = stackalloc double[_nodes.Length];
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
        var (effects, (precision, along)) = (_effects[rater], _held[rater]);
        var length = precision * (effects[2] - along * effects[0]);
        double[] gradient = [-_model.SkillPrecision * (effects[0] - _model.PriorSkill) + along * length, -precision * effects[1], -length];
        return (gradient, new double[,] { { _model.SkillPrecision + precision * along * along, 0, 0 }, { 0, precision, 0 }, { -precision * along, 0, precision } });
    }

    private (double Residual, double ResidualNode, double Weight, double WeightNode, double WeightNodeNode) Moments(PairVote vote, Span<double> chosen)
    {
        Span<Vector256<double>> row = Parts(_posterior[vote.Pair]), said = Parts(chosen), nodes = Parts(_nodes);
        var first = Vector256.Create(vote.First);
        Vector256<double> r0 = default, r1 = default, w0 = default, w1 = default, w2 = default;
        for (var i = 0; i < row.Length; i++)
        {
            var residual = row[i] * (first - said[i]);
            var weight = row[i] * said[i] * (Vector256<double>.One - said[i]);
            (r0, r1) = (r0 + residual, r1 + residual * nodes[i]);
            (w0, w1, w2) = (w0 + weight, w1 + weight * nodes[i], w2 + weight * nodes[i] * nodes[i]);
        }
        return (Sum(r0), Sum(r1), Sum(w0), Sum(w1), Sum(w2));
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
        double against = Math.Exp(Math.Clamp(-effects[0] * _nodes[0] - offset, -300, 300)), ratio = Math.Exp(-effects[0] * _spacing), square = ratio * ratio;
        var (odds, step) = (Vector256.Create(against, against * ratio, against * square, against * square * ratio), Vector256.Create(square * square));
        foreach (ref var part in Parts(chosen))
        {
            part = Vector256<double>.One / (Vector256<double>.One + odds);
            odds *= step;
        }
    }

    private static Span<Vector256<double>> Parts(Span<double> row) => MemoryMarshal.Cast<double, Vector256<double>>(row);

    private static double Sum(Vector256<double> parts) => parts[0] + parts[1] + (parts[2] + parts[3]);

    private static double Likelihood(double first, double chosen) =>
        first == 1 ? chosen : first == 0 ? 1 - chosen : Math.Pow(chosen, first) * Math.Pow(1 - chosen, 1 - first);

    private static PairVote[][] Grouped(IReadOnlyList<PairVote> votes, int groups, Func<PairVote, int> key)
    {
        var lists = new List<PairVote>[groups];
        for (var i = 0; i < groups; i++) lists[i] = [];
        foreach (var vote in votes) lists[key(vote)].Add(vote);
        return [.. lists.Select(list => list.ToArray())];
    }
}

namespace Heed.Feedback.Reliability;

/// <summary>
/// Whether a change of accuracy at an answer makes the answers so far likelier than none does, by more than <see cref="AccuracyDrift.Confirmation"/>; asked after one answer after another. The gain
/// is ln L(before, q_b) + ln L(after, q_a) − ln L(all, q), each q the maximum for its answers. It costs a pass over all answers, so it is only taken where a bound does not rule it out: with a
/// and q from the last time, ln L(after) ≤ ln L(after, a) + g² / 2m by its slope g at a and its curvature of m = Σ (2 c − 1)² at least, and ln L(all) ≥ ln L(all, q). These are sums, kept up as
/// answers come. A rater who stays as mediocre as it began is then looked at a few times, not at every answer.
/// </summary>
internal sealed class ChangeEvidence(double[] right, AccuracyDrift drift)
{
    /// <summary>What rounding and the ends of iterations may make of the bound.</summary>
    private const double Slack = 1e-6;

    private int _change = -1, _seen;                          // answers up to here are in the sums
    private double _first, _before;                           // q_b, ln L(before, q_b)
    private double _second, _one;                             // a and q of the last look
    private double _after, _slope, _curvature, _all;          // ln L(after, a), g, m, ln L(all, q)

    /// <param name="change">Index of the first answer after the change.</param>
    /// <param name="end">Number of answers so far.</param>
    public bool Confirms(int change, int end)
    {
        if (change != _change) Begin(change);
        if (_first < drift.SmallestAccuracy) return false;
        if (_seen > 0)
        {
            Add(end);
            if (_before + _after + _slope * _slope / (2 * _curvature) - _all + Slack <= drift.Confirmation) return false;
        }
        return Gain(end) > drift.Confirmation;
    }

    private void Begin(int change)
    {
        (_change, _seen) = (change, 0);
        _first = drift.Accuracy(right.AsSpan(0, change), 0);
        _before = LogLikelihood(right.AsSpan(0, change), _first);
    }

    /// <summary>The gain itself; 0 where what follows the change is no worse.</summary>
    private double Gain(int end)
    {
        Span<double> before = right.AsSpan(0, _change), after = right.AsSpan(_change..end);
        (_second, _one) = (drift.Accuracy(after, 0), drift.Accuracy(right.AsSpan(0, end), 0));
        (_seen, _after, _slope, _curvature, _all) = (_change, 0, 0, 0, LogLikelihood(before, _one));
        Add(end);
        return _second >= _first ? 0 : _before + LogLikelihood(after, _second) - LogLikelihood(before, _one) - LogLikelihood(after, _one);
    }

    private void Add(int end)
    {
        for (; _seen < end; _seen++)
        {
            double c = right[_seen], along = 2 * c - 1, likely = _second * c + (1 - _second) * (1 - c);
            _after += Math.Log(likely);
            _slope += along / likely;
            _curvature += along * along;
            _all += Math.Log(_one * c + (1 - _one) * (1 - c));
        }
    }

    private static double LogLikelihood(ReadOnlySpan<double> right, double q)
    {
        var sum = 0.0;
        foreach (var c in right) sum += Math.Log(q * c + (1 - q) * (1 - c));
        return sum;
    }
}

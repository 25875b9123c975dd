using MathNet.Numerics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// The likelihood of an <see cref="OrdinalBradleyTerry"/>. Every outcome is an interval of a logistic variable, P = σ(d − low) − σ(d − high), seen from the winner; parameters are the strengths,
/// then the thresholds.
/// </summary>
internal sealed class GradedLikelihood : ConcaveLikelihood
{
    private readonly int _items;
    private readonly (Interval Interval, int Cluster, double Count)[] _observed;

    /// <summary>What was seen: the better item (or the first of equals), the other, and between which thresholds: an index, or −1 for none.</summary>
    private readonly record struct Interval(int Better, int Worse, int Low, int High, bool Tie);

    public GradedLikelihood(int items, double ridge, GradedContest[] contests)
        : base(items, ridge)
    {
        _items = items;
        foreach (var c in contests)
            if (c.First == c.Second || Math.Min(c.First, c.Second) < 0 || Math.Max(c.First, c.Second) >= items || c.Strength <= 0)
                throw new ArgumentException($"A contest needs two different items from 0 to {items - 1} and a strength above 0 or none, found {c}.", nameof(contests));
        var used = contests.Where(c => c.Outcome != Outcome.Tie && c.Strength is not null).Select(c => c.Strength!.Value).Distinct().Order().ToArray();
        var (ties, named) = (contests.Any(c => c.Outcome == Outcome.Tie), used.Length == 0 ? [1] : used);
        Levels = ties ? named : named[1..];
        _observed = [.. contests.CountBy(c => (Of(c, named, ties), c.Cluster)).Select(c => (c.Key.Item1, c.Key.Cluster, (double)c.Value))];
    }

    /// <summary>The level that begins above each threshold.</summary>
    public int[] Levels { get; }

    /// <summary>Strengths alike, thresholds evenly apart.</summary>
    public double[] Start() => [.. Enumerable.Repeat(0.0, _items), .. Enumerable.Range(1, Levels.Length).Select(k => 0.7 * k)];

    protected override double LogLikelihood(double[] at) => _observed.Sum(o => o.Count * TermOf(o.Interval, at).Value);

    /// <summary>Thresholds that are not in order cannot be.</summary>
    protected override double Penalised(double[] at)
    {
        for (var k = 0; k < Levels.Length; k++)
            if (at[_items + k] <= (k == 0 ? 0 : at[_items + k - 1])) return double.NegativeInfinity;
        return LogLikelihood(at) - Ridge * at.Take(_items).Sum(p => p * p);
    }

    protected override (double[] Gradient, double[,] Information) Derivatives(double[] at)
    {
        var (gradient, information) = (new double[at.Length], new double[at.Length, at.Length]);
        foreach (var (interval, _, count) in _observed)
        {
            var term = TermOf(interval, at);
            var directions = Directions(interval);
            foreach (var (i, a) in directions)
            {
                gradient[i] += count * term.Slope(a);
                foreach (var (j, b) in directions) information[i, j] -= count * term.Curvature(a, b);
            }
        }
        for (var i = 0; i < _items; i++)
        {
            gradient[i] -= 2 * Ridge * at[i];
            information[i, i] += 2 * Ridge;
        }
        return (gradient, information);
    }

    protected override IEnumerable<(double[] Score, int Cluster, double Count)> Scores(double[] at) => _observed.Select(o =>
    {
        var score = new double[at.Length];
        var term = TermOf(o.Interval, at);
        foreach (var (i, a) in Directions(o.Interval)) score[i] += term.Slope(a);
        return (score, o.Cluster, o.Count);
    });

    private Term TermOf(Interval interval, double[] at) => new(at[interval.Better] - at[interval.Worse], Low(interval, at), High(interval, at));

    private static Interval Of(GradedContest contest, int[] named, bool ties)
    {
        if (contest.Outcome == Outcome.Tie) return new Interval(Math.Min(contest.First, contest.Second), Math.Max(contest.First, contest.Second), 0, 0, true);
        var (better, worse) = contest.Outcome == Outcome.First ? (contest.First, contest.Second) : (contest.Second, contest.First);
        var shift = ties ? 0 : -1;                                                  // without ties the first level begins at 0
        if (contest.Strength is not { } strength) return new Interval(better, worse, shift, -1, false);
        var level = Array.IndexOf(named, strength);
        return new Interval(better, worse, level + shift, level + 1 < named.Length ? level + 1 + shift : -1, false);
    }

    private double Low(Interval interval, double[] at) => interval.Low < 0 ? 0 : (interval.Tie ? -1 : 1) * at[_items + interval.Low];

    private double High(Interval interval, double[] at) => interval.High < 0 ? double.PositiveInfinity : at[_items + interval.High];

    /// <summary>How gap, low and high move with each parameter.</summary>
    private (int Parameter, (double Gap, double Low, double High) Moves)[] Directions(Interval interval)
    {
        var (better, worse) = ((interval.Better, (1.0, 0.0, 0.0)), (interval.Worse, (-1.0, 0.0, 0.0)));
        if (interval.Tie) return [better, worse, (_items + interval.Low, (0, -1, 1))];
        return [better, worse, .. interval.Low < 0 ? [] : new[] { (_items + interval.Low, (0.0, 1.0, 0.0)) }, .. interval.High < 0 ? [] : new[] { (_items + interval.High, (0.0, 0.0, 1.0)) }];
    }

    /// <summary>log [σ(d − low) − σ(d − high)] = log σ(d − low) + log σ(high − d) + log(1 − e^(low − high)), with its derivatives by d, low and high.</summary>
    private readonly struct Term
    {
        private readonly double _above, _below, _width;      // 1 − σ(d − low), σ(d − high), 1 / (e^w − 1) with w the width

        public Term(double gap, double low, double high)
        {
            (_above, _below, _width) = (SpecialFunctions.Logistic(low - gap), SpecialFunctions.Logistic(gap - high), 1 / (Math.Exp(high - low) - 1));
            Value = -LogOneAnd(low - gap) - LogOneAnd(gap - high) + (double.IsInfinity(high) ? 0 : Math.Log(-Math.Exp(low - high) + 1));
        }

        public double Value { get; }

        public double Slope((double Gap, double Low, double High) along) => along.Gap * (_above - _below) - along.Low * (_above + _width) + along.High * (_below + _width);

        /// <summary>The second derivative along two directions.</summary>
        public double Curvature((double Gap, double Low, double High) a, (double Gap, double Low, double High) b)
        {
            double low = _above * (1 - _above), high = _below * (1 - _below), width = _width * (1 + _width);
            return -low * (a.Gap - a.Low) * (b.Gap - b.Low) - high * (a.Gap - a.High) * (b.Gap - b.High) - width * (a.High - a.Low) * (b.High - b.Low);
        }

        /// <summary>log(1 + eˣ) without overflow.</summary>
        private static double LogOneAnd(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }
}

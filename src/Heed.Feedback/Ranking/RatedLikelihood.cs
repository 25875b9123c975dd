using Heed.Feedback.Statistics;
using MathNet.Numerics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// Negative log-likelihood of rated comparisons, ridge included, over comparisons sorted by rater in flat arrays. Parameters: strengths, logits of skill and, with sides, logits of the
/// left.
/// </summary>
internal sealed class RatedLikelihood
{
    private const int SmallestSlice = 1 << 16, MostSlices = 8;
    private readonly Slice[] _slices;

    public RatedLikelihood(int items, int raters, IReadOnlyList<RatedContest> comparisons, double ridge, bool sided)
    {
        (Items, Raters, Ridge, Sided) = (items, raters, ridge, sided);
        Start = new int[raters + 1];
        (Left, Right, Sign) = (new int[comparisons.Count], new int[comparisons.Count], new sbyte[comparisons.Count]);
        foreach (var c in comparisons) Start[c.Rater + 1]++;
        for (var r = 0; r < raters; r++) Start[r + 1] += Start[r];
        var next = Start.AsSpan(0, raters).ToArray();
        foreach (var c in comparisons)
        {
            var at = next[c.Rater]++;
            (Left[at], Right[at], Sign[at]) = (c.Left, c.Right, (sbyte)(c.LeftPreferred ? 1 : -1));
        }
        _slices = Slices();
    }

    public int Items { get; }
    public int Raters { get; }
    public double Ridge { get; }
    public bool Sided { get; }

    /// <summary>The comparisons of rater r are those from Start[r] to Start[r + 1].</summary>
    public int[] Start { get; }

    /// <summary>By comparison: the item on the left, on the right, and +1 where the left was preferred, −1 where the right.</summary>
    public int[] Left { get; }
    public int[] Right { get; }
    public sbyte[] Sign { get; }

    public int Count => Items + Raters * (Sided ? 2 : 1);

    /// <summary>A range of raters with its part of the gradient by item.</summary>
    private sealed class Slice(int from, int to, double[] byItem)
    {
        public int From => from;
        public int To => to;
        public double[] ByItem => byItem;
        public double Value { get; set; }
    }

    public double[] Minimum()
    {
        var (start, curvature) = (new double[Count], new double[Count]);
        Array.Fill(curvature, 2 * Ridge + 1e-3);
        for (var r = 0; r < Raters; r++)
        {
            start[Items + r] = 1;
            for (var at = Items + r; at < Count; at += Raters) curvature[at] += 0.05 * (Start[r + 1] - Start[r]);
        }
        foreach (var item in Left) curvature[item] += 0.1;
        foreach (var item in Right) curvature[item] += 0.1;
        return new LimitedMemoryBfgs { Tolerance = 1e-9 * Math.Max(1, Left.Length / 1000.0) }.Minimise(start, curvature, Evaluate);
    }

    public double Evaluate(double[] at, double[] gradient)
    {
        Parallel.ForEach(_slices, slice =>
        {
            Array.Clear(slice.ByItem);
            slice.Value = 0;
            for (var rater = slice.From; rater < slice.To; rater++) slice.Value += Rater(rater, at, gradient, slice.ByItem);
        });
        var value = 0.0;
        for (var i = 0; i < Items; i++) gradient[i] = _slices.Sum(s => s.ByItem[i]);
        for (var i = 0; i < at.Length; i++)
        {
            gradient[i] += 2 * Ridge * at[i];
            value += Ridge * at[i] * at[i];
        }
        return value + _slices.Sum(s => s.Value);
    }

    /// <summary>One rater's negative log-likelihood; logarithms are taken of products of many probabilities.</summary>
    private double Rater(int rater, double[] at, double[] gradient, double[] byItem)
    {
        double skill = SpecialFunctions.Logistic(at[Items + rater]), left = Sided ? SpecialFunctions.Logistic(at[Items + Raters + rater]) : 0;
        double bySkill = 0, bySide = 0, value = 0, product = 1;
        for (var c = Start[rater]; c < Start[rater + 1]; c++)
        {
            double sign = Sign[c], judged = SpecialFunctions.Logistic(sign * (at[Left[c]] - at[Right[c]])), otherwise = Sided ? (sign > 0 ? left : 1 - left) : 1 - judged;
            var probability = skill * judged + (1 - skill) * otherwise;
            var gap = (Sided ? skill : 2 * skill - 1) * sign * judged * (1 - judged) / probability;
            byItem[Left[c]] -= gap;
            byItem[Right[c]] += gap;
            bySkill += (judged - otherwise) / probability;
            bySide += sign / probability;
            product *= probability;
            if (product > 1e-200) continue;
            value -= Math.Log(product);
            product = 1;
        }
        gradient[Items + rater] = -skill * (1 - skill) * bySkill;
        if (Sided) gradient[Items + Raters + rater] = -(1 - skill) * left * (1 - left) * bySide;
        return value - Math.Log(product);
    }

    /// <summary>As many for the same data on every machine, so sums over them are the same everywhere.</summary>
    private Slice[] Slices()
    {
        var count = Math.Clamp(Left.Length / SmallestSlice, 1, MostSlices);
        var slices = new List<Slice>();
        for (int s = 1, from = 0; s <= count; s++)
        {
            var to = from;
            while (to < Raters && (s == count || Start[to] < (long)Left.Length * s / count)) to++;
            slices.Add(new Slice(from, to, new double[Items]));
            from = to;
        }
        return [.. slices];
    }
}

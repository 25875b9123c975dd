using System.Runtime.InteropServices;
using Heed.Feedback.Statistics;
using MathNet.Numerics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// Observed information of a rated likelihood at its maximum: [A B; Bᵀ D] with A by items, D a small block a rater, and B what ties them. Raters are eliminated one by one, so only the
/// items' complement A − B D⁻¹ Bᵀ is inverted.
/// </summary>
internal sealed class RatedInformation(RatedLikelihood likelihood, double[] at)
{
    /// <summary>Up to so many items the errors are exact.</summary>
    public const int MostItems = 2000;

    private readonly int _own = likelihood.Sided ? 2 : 1;

    /// <summary>A rater's block D (skill; side) and its ties to the items it judged.</summary>
    private sealed record Block(int[] Items, double[] Skill, double[] Side, double Dss, double Dsq, double Dqq)
    {
        /// <summary>D⁻¹ of two numbers.</summary>
        public (double Skill, double Side) Solve(double skill, double side)
        {
            var determinant = Dss * Dqq - Dsq * Dsq;
            return ((Dqq * skill - Dsq * side) / determinant, (Dss * side - Dsq * skill) / determinant);
        }
    }

    /// <summary>By parameter.</summary>
    public double[] StandardErrors()
    {
        var items = likelihood.Items;
        if (items > MostItems) return Held();
        var halves = Enumerable.Range(0, 2).Select(h => (From: h * likelihood.Raters / 2, To: (h + 1) * likelihood.Raters / 2, Sum: new double[items, items])).ToArray();
        var blocks = new Block[likelihood.Raters];
        Parallel.ForEach(halves, half =>
        {
            for (var r = half.From; r < half.To; r++)
            {
                blocks[r] = Of(r, (i, j, x) => half.Sum[i, j] += x);
                Eliminate(blocks[r], half.Sum);
            }
        });
        var complement = halves[0].Sum;
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < items; j++) complement[i, j] += halves[1].Sum[i, j];
            complement[i, i] += 2 * likelihood.Ridge;
        }
        if (Cholesky.Of(complement) is not { } factor) return Held();
        var covariance = factor.Inverse();
        var errors = new double[likelihood.Count];
        for (var i = 0; i < items; i++) errors[i] = Math.Sqrt(covariance[i, i]);
        Parallel.For(0, blocks.Length, r => Rater(blocks[r], covariance, errors.AsSpan(items), r));
        return errors;
    }

    /// <summary>Errors of each parameter with the others as they are.</summary>
    private double[] Held()
    {
        var diagonal = new double[likelihood.Count];
        Array.Fill(diagonal, 2 * likelihood.Ridge);
        for (var r = 0; r < likelihood.Raters; r++)
        {
            var block = Of(r, (i, j, x) => diagonal[i] += i == j ? x : 0);
            diagonal[likelihood.Items + r] = block.Dss;
            if (likelihood.Sided) diagonal[likelihood.Items + likelihood.Raters + r] = block.Dqq;
        }
        return [.. diagonal.Select(d => d > 0 ? 1 / Math.Sqrt(d) : double.NaN)];
    }

    /// <summary>A rater's block; what its answers say of pairs of items goes to <paramref name="add"/>.</summary>
    private Block Of(int rater, Action<int, int, double> add)
    {
        var l = likelihood;
        double skill = SpecialFunctions.Logistic(at[l.Items + rater]), left = l.Sided ? SpecialFunctions.Logistic(at[l.Items + l.Raters + rater]) : 0.5;
        double dss = 2 * l.Ridge, dsq = 0, dqq = 2 * l.Ridge;
        var ties = new Dictionary<int, (double Skill, double Side)>();
        for (var c = l.Start[rater]; c < l.Start[rater + 1]; c++)
        {
            var h = new Second(skill, left, at[l.Left[c]] - at[l.Right[c]], l.Sign[c], l.Sided);
            add(l.Left[c], l.Left[c], h.GapGap);
            add(l.Right[c], l.Right[c], h.GapGap);
            add(l.Left[c], l.Right[c], -h.GapGap);
            add(l.Right[c], l.Left[c], -h.GapGap);
            (dss, dsq, dqq) = (dss + h.SkillSkill, dsq + h.SkillSide, dqq + h.SideSide);
            var (a, b) = (ties.GetValueOrDefault(l.Left[c]), ties.GetValueOrDefault(l.Right[c]));
            ties[l.Left[c]] = (a.Skill + h.GapSkill, a.Side + h.GapSide);
            ties[l.Right[c]] = (b.Skill - h.GapSkill, b.Side - h.GapSide);
        }
        return new Block([.. ties.Keys], [.. ties.Values.Select(t => t.Skill)], [.. ties.Values.Select(t => t.Side)], dss, dsq, dqq);
    }

    private static void Eliminate(Block block, double[,] complement)
    {
        int[] items = block.Items;
        double[] skills = block.Skill, sides = block.Side;
        for (var i = 0; i < items.Length; i++)
        {
            var (skill, side) = block.Solve(skills[i], sides[i]);
            var row = Row(complement, items[i]);
            for (var j = 0; j < items.Length; j++) row[items[j]] -= skill * skills[j] + side * sides[j];
        }
    }

    private static Span<double> Row(double[,] matrix, int i) => MemoryMarshal.CreateSpan(ref matrix[i, 0], matrix.GetLength(1));

    /// <summary>Diagonal of D⁻¹ + D⁻¹ Bᵀ C B D⁻¹.</summary>
    private void Rater(Block block, double[,] covariance, Span<double> errors, int rater)
    {
        double ss = 0, sq = 0, qq = 0;
        int[] items = block.Items;
        double[] skills = block.Skill, sides = block.Side;
        for (var i = 0; i < items.Length; i++)
        {
            double skill = 0, side = 0;
            var row = Row(covariance, items[i]);
            for (var j = 0; j < items.Length; j++)
            {
                var c = row[items[j]];
                skill += c * skills[j];
                side += c * sides[j];
            }
            ss += skills[i] * skill;
            sq += skills[i] * side;
            qq += sides[i] * side;
        }
        var (a, b) = block.Solve(1, 0);
        errors[rater] = Math.Sqrt(a + a * a * ss + 2 * a * b * sq + b * b * qq);
        if (_own < 2) return;
        var (e, f) = block.Solve(0, 1);
        errors[likelihood.Raters + rater] = Math.Sqrt(f + e * e * ss + 2 * e * f * sq + f * f * qq);
    }

    /// <summary>Second derivatives of −ln P of one answer by gap d, logit of skill h and logit of the left q.</summary>
    private readonly struct Second
    {
        public readonly double GapGap, GapSkill, GapSide, SkillSkill, SkillSide, SideSide;

        public Second(double skill, double left, double gap, double sign, bool sided)
        {
            double judged = SpecialFunctions.Logistic(sign * gap), otherwise = sided ? (sign > 0 ? left : 1 - left) : 1 - judged;
            double p = skill * judged + (1 - skill) * otherwise, slope = judged * (1 - judged), moves = skill * (1 - skill), turn = left * (1 - left);
            var follows = sided ? skill : 2 * skill - 1;
            double pd = follows * sign * slope / p, ph = moves * (judged - otherwise) / p, pq = sided ? (1 - skill) * sign * turn / p : 0;
            GapGap = pd * pd - follows * slope * (1 - 2 * judged) / p;
            GapSkill = pd * ph - (sided ? 1 : 2) * moves * sign * slope / p;
            SkillSkill = ph * ph - moves * (1 - 2 * skill) * (judged - otherwise) / p;
            GapSide = pd * pq;
            SkillSide = sided ? ph * pq + moves * sign * turn / p : 0;
            SideSide = sided ? pq * pq - (1 - skill) * turn * (1 - 2 * otherwise) / p : 0;
        }
    }
}

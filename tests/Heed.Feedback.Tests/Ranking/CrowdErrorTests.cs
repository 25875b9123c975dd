using Heed.Feedback.Ranking;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Ranking;

public sealed class CrowdErrorTests
{
    /// <summary>True strengths −1.5 … 1.5, raters right with their η else opposite; errors against the spread over many samples.</summary>
    [Fact]
    public void Errors_of_strengths_and_skills_are_those_of_repeated_samples()
    {
        double[] strengths = [-1.5, -0.5, 0, 0.5, 1.5], skills = [0.95, 0.9, 0.8, 0.5, 0.1];
        var fits = Enumerable.Range(0, 60).Select(seed => new CrowdBradleyTerry { Ridge = 1e-3 }.Fit(5, 5, Sample(strengths, skills, 3000, (ulong)seed))).ToArray();
        foreach (var of in new Func<RatedStrengthFit, double>[] { f => f.Strengths[4].Value - f.Strengths[0].Value, f => f.Skills[2].Value, f => f.Skills[4].Value })
            Assert.True(Deviation(fits.Select(of)) > 0);
        for (var r = 1; r < 5; r++)
        {
            var error = fits.Average(f => f.Skills[r].StandardError);
            Assert.InRange(Deviation(fits.Select(f => f.Skills[r].Value)) / error, 0.7, 1.4);
        }
        Assert.InRange(fits.Average(f => f.Skills[4].Value), 0.05, 0.15);      // the adversary is turned round, not dropped
        Assert.True(fits.Average(f => f.Strengths[4].Value) > 1);
    }

    /// <summary>The same likelihood written down once more, its second derivatives by differences.</summary>
    [Fact]
    public void Errors_with_sides_are_those_of_the_inverse_of_all_second_derivatives()
    {
        var answers = Sample([0, 0.5, 1], [0.9, 0.6], 400, 5);
        var fit = new NoisyBradleyTerry { Ridge = 0.05 }.Fit(3, 2, answers);
        static double Logit(double p) => Math.Log(p / (1 - p));
        double[] at = [.. fit.Strengths.Select(s => s.Value), .. fit.Skills.Select(s => Logit(s.Value)), .. fit.LeftBias.Select(s => Logit(s.Value))];
        double Value(double[] x) => 0.05 * x.Sum(v => v * v) - answers.Sum(a =>
        {
            static double Logistic(double v) => 1 / (1 + Math.Exp(-v));
            double skill = Logistic(x[3 + a.Rater]), left = skill * Logistic(x[a.Left] - x[a.Right]) + (1 - skill) * Logistic(x[5 + a.Rater]);
            return Math.Log(a.LeftPreferred ? left : 1 - left);
        });
        Assert.Equal(Value(at), fit.Objective, 1e-9);
        var information = new double[7, 7];
        double Moved(int i, int j, double di, double dj)
        {
            double[] x = [.. at];
            x[i] += di;
            x[j] += dj;
            return Value(x);
        }
        const double h = 1e-3;
        for (var i = 0; i < 7; i++)
            for (var j = 0; j < 7; j++) information[i, j] = (Moved(i, j, h, h) - Moved(i, j, h, -h) - Moved(i, j, -h, h) + Moved(i, j, -h, -h)) / (4 * h * h);
        var inverse = Heed.Feedback.Statistics.Cholesky.Of(information)!.Inverse();
        for (var i = 0; i < 3; i++) Assert.Equal(Math.Sqrt(inverse[i, i]), fit.Strengths[i].StandardError, 1e-4);
        for (var r = 0; r < 2; r++)
        {
            double skill = fit.Skills[r].Value, left = fit.LeftBias[r].Value;
            Assert.Equal(skill * (1 - skill) * Math.Sqrt(inverse[3 + r, 3 + r]), fit.Skills[r].StandardError, 1e-4);
            Assert.Equal(left * (1 - left) * Math.Sqrt(inverse[5 + r, 5 + r]), fit.LeftBias[r].StandardError, 1e-4);
        }
    }

    private static double Deviation(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return Math.Sqrt(all.Sum(v => Math.Pow(v - all.Average(), 2)) / (all.Length - 1));
    }

    private static RatedContest[] Sample(double[] strengths, double[] skills, int count, ulong seed)
    {
        var random = new SeededRandom(seed, "crowd-errors");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (left, right, rater) = (random.Next(strengths.Length), random.Next(strengths.Length), random.Next(skills.Length));
            if (left == right) right = (left + 1) % strengths.Length;
            var better = random.Chance(1 / (1 + Math.Exp(strengths[right] - strengths[left])));
            return new RatedContest(rater, left, right, random.Chance(skills[rater]) == better);
        })];
    }
}

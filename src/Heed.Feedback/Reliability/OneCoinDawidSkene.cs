using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// Dawid and Skene with one number a rater: right with its skill, else any other class alike (Zhang et al. 2014, "Spectral methods meet EM", the
/// one-coin model). For raters with too few answers for whole tables.
/// </summary>
public sealed record OneCoinDawidSkene
{
    /// <summary>EM stops when no posterior moves by more.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 5000;

    public CrowdConsensus Fit(CrowdAnswers crowd)
    {
        var posteriors = crowd.VoteShares();
        var skills = Maximise(crowd, posteriors);
        for (var i = 0; i < MaxIterations; i++)
        {
            var next = Expect(crowd, skills, [.. Enumerable.Range(0, crowd.Classes).Select(c => posteriors.Average(row => row[c]))]);
            var moved = next.Zip(posteriors, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();
            posteriors = next;
            skills = Maximise(crowd, posteriors);
            if (moved < Tolerance) break;
        }
        return new CrowdConsensus(posteriors, skills);
    }

    private static double[][] Expect(CrowdAnswers crowd, double[] skills, double[] prior)
    {
        var rows = Enumerable.Range(0, crowd.Items).Select(_ => prior.Select(p => Math.Log(p)).ToArray()).ToArray();
        foreach (var answer in crowd.Answers)
        {
            var skill = skills[answer.Rater];
            for (var c = 0; c < crowd.Classes; c++)
                rows[answer.Item][c] += Math.Log(c == answer.Class ? skill : (1 - skill) / (crowd.Classes - 1));
        }
        foreach (var row in rows) Softmax.Of(row);
        return rows;
    }

    private static double[] Maximise(CrowdAnswers crowd, double[][] posteriors)
    {
        var (right, all) = (new double[crowd.Raters], new double[crowd.Raters]);
        foreach (var answer in crowd.Answers)
        {
            right[answer.Rater] += posteriors[answer.Item][answer.Class];
            all[answer.Rater]++;
        }
        return [.. right.Zip(all, (r, n) => n > 0 ? r / n : 1.0 / crowd.Classes)];
    }
}

using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// Rao and Kupper (1967): who differs by less than a threshold is tied. With d = θ_i − θ_j and threshold η ≥ 0 in logits,
/// P(i wins) = σ(d − η), P(j wins) = σ(−d − η), P(tie) = (e^{2η} − 1) σ(d − η) σ(−d − η). Newton's method.
/// </summary>
public sealed record RaoKupper
{
    /// <exception cref="NoEstimateException">Without ties, or where the comparisons do not determine strengths.</exception>
    public TiedStrengthFit Fit(int items, IEnumerable<Contest> comparisons)
    {
        var counts = comparisons.CountBy(c => c).Select(c => (c.Key, (double)c.Value)).ToArray();
        var parameters = new double[items + 1];
        parameters[items] = 0.5;
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var (gradient, information, _) = Derivatives(parameters, counts);
            var step = (Cholesky.Of(information) ?? throw new NoEstimateException()).Solve(gradient);
            var scale = Math.Min(1, 1 / Math.Max(1e-300, step.Max(Math.Abs)));
            while (parameters[items] + scale * step[items] <= 0) scale /= 2;
            for (var i = 0; i <= items; i++) parameters[i] += scale * step[i];
            if (parameters.Max(Math.Abs) > 60) throw new NoEstimateException();
            if (scale * step.Max(Math.Abs) < 1e-12) break;
        }
        return Summary(parameters, counts);
    }

    private static TiedStrengthFit Summary(double[] parameters, (Contest, double)[] counts)
    {
        var items = parameters.Length - 1;
        var (_, information, logLikelihood) = Derivatives(parameters, counts);
        var covariance = (Cholesky.Of(information) ?? throw new NoEstimateException()).Inverse();
        for (var i = 0; i < items; i++)
            for (var j = 0; j < items; j++) covariance[i, j] -= 1.0 / items;
        Estimate Of(int i) => new(parameters[i], Math.Sqrt(covariance[i, i]));
        var strengths = Enumerable.Range(0, items).Select(Of).ToArray();
        return new TiedStrengthFit(new StrengthFit(strengths, covariance, [.. strengths.Select(s => s.StandardError)], logLikelihood), Of(items));
    }

    private static (double[] Gradient, double[,] Information, double LogLikelihood) Derivatives(double[] parameters, (Contest Contest, double Count)[] counts)
    {
        int n = parameters.Length, items = n - 1;
        var (gradient, information, logLikelihood) = (new double[n], new double[n, n], 0.0);
        foreach (var (comparison, count) in counts)
        {
            var (value, byGap, byTie, gapGap, gapTie, tieTie) = Terms(parameters[comparison.First] - parameters[comparison.Second], parameters[items], comparison.Outcome);
            logLikelihood += count * value;
            (int, double)[] directions = [(comparison.First, 1), (comparison.Second, -1)];
            foreach (var (i, a) in directions)
            {
                gradient[i] += count * a * byGap;
                information[i, items] -= count * a * gapTie;
                information[items, i] -= count * a * gapTie;
                foreach (var (j, b) in directions) information[i, j] -= count * a * b * gapGap;
            }
            gradient[items] += count * byTie;
            information[items, items] -= count * tieTie;
        }
        for (var i = 0; i < items; i++)
            for (var j = 0; j < items; j++) information[i, j] += 1.0 / items;
        return (gradient, information, logLikelihood);
    }

    /// <summary>Log-probability of an outcome with its first and second derivatives by the gap d and the threshold η.</summary>
    private static (double Value, double D, double E, double DD, double DE, double EE) Terms(double d, double eta, Outcome outcome)
    {
        double wins = 1 / (1 + Math.Exp(-(d - eta))), loses = 1 / (1 + Math.Exp(d + eta));
        var (win, lose) = (-wins * (1 - wins), -loses * (1 - loses));   // second derivatives of log σ
        if (outcome == Outcome.First) return (Math.Log(wins), 1 - wins, -(1 - wins), win, -win, win);
        if (outcome == Outcome.Second) return (Math.Log(loses), -(1 - loses), -(1 - loses), lose, lose, lose);
        var grown = Math.Exp(2 * eta);
        return (Math.Log(grown - 1) + Math.Log(wins) + Math.Log(loses),
            loses - wins,
            2 * grown / (grown - 1) - (1 - wins) - (1 - loses),
            win + lose,
            lose - win,
            -4 * grown / ((grown - 1) * (grown - 1)) + win + lose);
    }
}

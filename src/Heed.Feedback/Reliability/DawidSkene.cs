namespace Heed.Feedback.Reliability;

/// <summary>A fitted <see cref="DawidSkene"/>.</summary>
/// <param name="Posteriors">By item: probability of each true class.</param>
/// <param name="Prior">Share of each true class.</param>
/// <param name="Confusion">By rater, by true class: probability of each answer.</param>
/// <param name="LogLikelihoods">At the start of every iteration; rises, without smoothing.</param>
public sealed record DawidSkeneFit(
    IReadOnlyList<double[]> Posteriors, IReadOnlyList<double> Prior, IReadOnlyList<double[][]> Confusion, IReadOnlyList<double> LogLikelihoods)
{
    /// <summary>The consensus, with the probability that a rater is right as its skill.</summary>
    public CrowdConsensus Consensus => new(Posteriors, [.. Confusion.Select(c => Prior.Select((p, truth) => p * c[truth][truth]).Sum())]);
}

/// <summary>
/// Dawid and Skene (1979): every item has a true class, every rater a table of how it answers to each. EM from the shares of votes:
/// T_ij ∝ p_j Π_k Π_l (π^k_jl)^{n^k_il}; p_j = mean T_ij; π^k_jl ∝ Σ_i T_ij n^k_il + smoothing.
/// </summary>
public sealed record DawidSkene
{
    /// <summary>Added to every cell of every table before it is normalised.</summary>
    public double Smoothing { get; init; }

    /// <summary>EM stops when the log-likelihood changes by less.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 5000;

    public DawidSkeneFit Fit(CrowdAnswers crowd)
    {
        var posteriors = crowd.VoteShares();
        var (prior, confusion) = Maximise(crowd, posteriors);
        var history = new List<double>();
        while (history.Count < MaxIterations)
        {
            history.Add(Expect(crowd, prior, confusion, posteriors));
            (prior, confusion) = Maximise(crowd, posteriors);
            if (history.Count > 1 && Math.Abs(history[^1] - history[^2]) < Tolerance) break;
        }
        return new DawidSkeneFit(posteriors, prior, confusion, history);
    }

    /// <summary>E step; returns the log-likelihood of the answers.</summary>
    private static double Expect(CrowdAnswers crowd, double[] prior, double[][][] confusion, double[][] posteriors)
    {
        var logs = confusion.Select(table => table.Select(row => row.Select(p => Math.Log(p)).ToArray()).ToArray()).ToArray();
        foreach (var row in posteriors)
            for (var c = 0; c < prior.Length; c++) row[c] = Math.Log(prior[c]);
        foreach (var answer in crowd.Answers)
            for (var c = 0; c < prior.Length; c++) posteriors[answer.Item][c] += logs[answer.Rater][c][answer.Class];
        var logLikelihood = 0.0;
        foreach (var row in posteriors)
        {
            var top = row.Max();
            for (var c = 0; c < row.Length; c++) row[c] = Math.Exp(row[c] - top);
            logLikelihood += top + Math.Log(CrowdAnswers.Normalise(row));
        }
        return logLikelihood;
    }

    private (double[] Prior, double[][][] Confusion) Maximise(CrowdAnswers crowd, double[][] posteriors)
    {
        var classes = crowd.Classes;
        var prior = Enumerable.Range(0, classes).Select(c => posteriors.Average(row => row[c])).ToArray();
        var confusion = Enumerable.Range(0, crowd.Raters).Select(_ => Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray()).ToArray();
        foreach (var answer in crowd.Answers)
            for (var truth = 0; truth < classes; truth++) confusion[answer.Rater][truth][answer.Class] += posteriors[answer.Item][truth];
        foreach (var row in confusion.SelectMany(table => table))
        {
            for (var c = 0; c < classes; c++) row[c] += Smoothing;
            CrowdAnswers.Normalise(row);
        }
        return (prior, confusion);
    }
}

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
/// T_ij ∝ p_j Π_k Π_l (π^k_jl)^{n^k_il}; p_j = mean T_ij; π^k_jl ∝ Σ_i T_ij n^k_il + smoothing. One pass over the answers an iteration.
/// </summary>
public sealed record DawidSkene
{
    /// <summary>Added to every cell of every table before it is normalised.</summary>
    public double Smoothing { get; init; }

    /// <summary>Items whose true class is known, such as gold questions: their T stays at it.</summary>
    public IReadOnlyDictionary<int, int> Known { get; init; } = new Dictionary<int, int>();

    /// <summary>EM stops when the log-likelihood changes by less than this share of itself.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 5000;

    public DawidSkeneFit Fit(CrowdAnswers crowd) => new DawidSkeneEstimation(this, crowd).Run();
}

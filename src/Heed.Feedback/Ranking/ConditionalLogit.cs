using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>One feature of an alternative: the parameter it goes with, and its value.</summary>
public readonly record struct Feature(int Parameter, double Value);

/// <summary>One observed choice among alternatives.</summary>
/// <param name="Chosen">Index of the alternative that was chosen.</param>
/// <param name="Alternatives">The features of each alternative; a parameter occurs at most once in each.</param>
/// <param name="Weight">How often it was observed, each time independently.</param>
/// <param name="Cluster">Observations that are not independent of each other share a cluster, such as a rater.</param>
public sealed record ObservedChoice(int Chosen, IReadOnlyList<Feature[]> Alternatives, double Weight = 1, int Cluster = 0);

/// <summary>A maximum of the likelihood with its uncertainty.</summary>
/// <param name="Parameters">The estimates.</param>
/// <param name="Covariance">Inverse of the information matrix; with free location, its pseudo-inverse.</param>
/// <param name="Sandwich">Covariance that holds although the model does not (White 1982, HC0).</param>
/// <param name="Clustered">The same with observations of a cluster dependent on each other.</param>
/// <param name="LogLikelihood">Without the penalty.</param>
public sealed record LogitFit(double[] Parameters, double[,] Covariance, double[,] Sandwich, double[,] Clustered, double LogLikelihood)
{
    /// <summary>One of the parameters, with its standard error by <see cref="Covariance"/>.</summary>
    public Estimate Estimate(int parameter) => new(Parameters[parameter], Math.Sqrt(Covariance[parameter, parameter]));

    public double[] SandwichErrors => Roots(Sandwich);

    public double[] ClusteredErrors => Roots(Clustered);

    private static double[] Roots(double[,] matrix) => [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => Math.Sqrt(matrix[i, i]))];
}

/// <summary>
/// McFadden's conditional logit (1974): P(a) = exp(x_a·θ) / Σ_b exp(x_b·θ). Bradley–Terry, Plackett–Luce, Davidson's ties and the advantage of a
/// side are all of this form; each is a way of writing the features. Newton's method; the likelihood is concave.
/// </summary>
public sealed record ConditionalLogit
{
    /// <summary>α of the penalty α Σ θ² over all parameters.</summary>
    public double Ridge { get; init; }

    /// <summary>Number of leading parameters whose common location is free; the estimates sum to zero over them.</summary>
    public int Located { get; init; }

    /// <summary>Fits <paramref name="count"/> parameters.</summary>
    /// <exception cref="NoEstimateException">No finite maximum exists: some parameters win or lose always.</exception>
    public LogitFit Fit(int count, IReadOnlyList<ObservedChoice> choices) => new Likelihood(choices, Located, Ridge).Maximum(new double[count]);

    private sealed class Likelihood(IReadOnlyList<ObservedChoice> choices, int located, double ridge) : ConcaveLikelihood(located, ridge)
    {
        protected override double LogLikelihood(double[] at) => choices.Sum(c => c.Weight * Math.Log(Probabilities(c, at)[c.Chosen]));

        protected override double Penalised(double[] at) => LogLikelihood(at) - Ridge * at.Sum(p => p * p);

        protected override (double[] Gradient, double[,] Information) Derivatives(double[] at)
        {
            var (gradient, information) = (new double[at.Length], new double[at.Length, at.Length]);
            foreach (var choice in choices)
            {
                var probabilities = Probabilities(choice, at);
                AddScore(gradient, choice, probabilities, choice.Weight);
                AddInformation(information, choice, probabilities);
            }
            for (var i = 0; i < at.Length; i++)
            {
                gradient[i] -= 2 * Ridge * at[i];
                information[i, i] += 2 * Ridge;
            }
            return (gradient, information);
        }

        protected override IEnumerable<(double[] Score, int Cluster, double Count)> Scores(double[] at) => choices.Select(c =>
        {
            var score = new double[at.Length];
            AddScore(score, c, Probabilities(c, at), 1);
            return (score, c.Cluster, c.Weight);
        });
    }

    private static double[] Probabilities(ObservedChoice choice, double[] parameters)
    {
        var utilities = choice.Alternatives.Select(features => features.Sum(f => f.Value * parameters[f.Parameter])).ToArray();
        Softmax.Of(utilities);
        return utilities;
    }

    /// <summary>Gradient of one observation's log-likelihood: features chosen less features expected.</summary>
    private static void AddScore(double[] gradient, ObservedChoice choice, double[] probabilities, double weight)
    {
        for (var a = 0; a < probabilities.Length; a++)
            foreach (var (parameter, value) in choice.Alternatives[a])
                gradient[parameter] += weight * ((a == choice.Chosen ? 1 : 0) - probabilities[a]) * value;
    }

    /// <summary>The covariance of the features under the model.</summary>
    private static void AddInformation(double[,] information, ObservedChoice choice, double[] probabilities)
    {
        var mean = new Dictionary<int, double>();
        for (var a = 0; a < probabilities.Length; a++)
            foreach (var (i, x) in choice.Alternatives[a])
            {
                mean[i] = mean.GetValueOrDefault(i) + probabilities[a] * x;
                foreach (var (j, y) in choice.Alternatives[a]) information[i, j] += choice.Weight * probabilities[a] * x * y;
            }
        foreach (var (i, x) in mean)
            foreach (var (j, y) in mean) information[i, j] -= choice.Weight * x * y;
    }
}

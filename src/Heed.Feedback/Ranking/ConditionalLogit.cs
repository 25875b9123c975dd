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
    public double[] StandardErrors => Roots(Covariance);

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
    /// <summary>α of the penalty α Σ θ² over the first <see cref="Located"/> parameters, or over all.</summary>
    public double Ridge { get; init; }

    /// <summary>Number of leading parameters whose common location is free; the estimates sum to zero over them.</summary>
    public int Located { get; init; }

    /// <summary>Newton's method stops when no parameter moves by more.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Fits <paramref name="count"/> parameters.</summary>
    /// <exception cref="NoEstimateException">No finite maximum exists: some parameters win or lose always.</exception>
    public LogitFit Fit(int count, IReadOnlyList<ObservedChoice> choices)
    {
        var parameters = new double[count];
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var (gradient, information, value) = Derivatives(parameters, choices);
            var step = (Cholesky.Of(information) ?? throw new NoEstimateException()).Solve(gradient);
            var scale = Math.Min(1, 2 / Math.Max(1e-300, step.Max(Math.Abs)));
            while (scale > 1e-8 && Value(Moved(parameters, step, scale), choices) < value - 1e-9 * Math.Abs(value)) scale /= 2;
            parameters = Moved(parameters, step, scale);
            if (parameters.Max(Math.Abs) > 60) throw new NoEstimateException();
            if (scale * step.Max(Math.Abs) < Tolerance) return Summary(parameters, choices);
        }
        return Summary(parameters, choices);
    }

    private double Value(double[] parameters, IReadOnlyList<ObservedChoice> choices) =>
        choices.Sum(c => c.Weight * Math.Log(Probabilities(c, parameters)[c.Chosen])) - Ridge * parameters.Sum(p => p * p);

    /// <summary>Gradient and information of the penalised log-likelihood; the free location is held by adding 1 1ᵀ / n.</summary>
    private (double[] Gradient, double[,] Information, double Value) Derivatives(double[] parameters, IReadOnlyList<ObservedChoice> choices)
    {
        var n = parameters.Length;
        var (gradient, information) = (new double[n], new double[n, n]);
        foreach (var choice in choices)
        {
            var probabilities = Probabilities(choice, parameters);
            foreach (var (parameter, value) in Score(choice, probabilities)) gradient[parameter] += choice.Weight * value;
            Accumulate(information, choice, probabilities);
        }
        for (var i = 0; i < n; i++)
        {
            gradient[i] -= 2 * Ridge * parameters[i];
            information[i, i] += 2 * Ridge;
        }
        for (var i = 0; i < Located; i++)
            for (var j = 0; j < Located; j++) information[i, j] += 1.0 / Located;
        return (gradient, information, Value(parameters, choices));
    }

    private LogitFit Summary(double[] parameters, IReadOnlyList<ObservedChoice> choices)
    {
        var (_, information, _) = Derivatives(parameters, choices);
        var inverse = (Cholesky.Of(information) ?? throw new NoEstimateException()).Inverse();
        for (var i = 0; i < Located; i++)
            for (var j = 0; j < Located; j++) inverse[i, j] -= 1.0 / Located;
        var scores = choices.Select(c => (c.Cluster, Score: Dense(Score(c, Probabilities(c, parameters)), parameters.Length), c.Weight)).ToArray();
        var clustered = scores.GroupBy(s => s.Cluster).Select(g => (Sum(g.Select(s => (s.Score, s.Weight)), parameters.Length), 1.0));
        var logLikelihood = choices.Sum(c => c.Weight * Math.Log(Probabilities(c, parameters)[c.Chosen]));
        return new LogitFit(parameters, inverse, Between(inverse, scores.Select(s => (s.Score, s.Weight))), Between(inverse, clustered), logLikelihood);
    }

    private static double[] Probabilities(ObservedChoice choice, double[] parameters)
    {
        var utilities = choice.Alternatives.Select(features => features.Sum(f => f.Value * parameters[f.Parameter])).ToArray();
        var top = utilities.Max();
        var odds = utilities.Select(u => Math.Exp(u - top)).ToArray();
        var sum = odds.Sum();
        return [.. odds.Select(o => o / sum)];
    }

    /// <summary>Gradient of one observation's log-likelihood: features chosen less features expected.</summary>
    private static Dictionary<int, double> Score(ObservedChoice choice, double[] probabilities)
    {
        var score = new Dictionary<int, double>();
        for (var a = 0; a < probabilities.Length; a++)
            foreach (var (parameter, value) in choice.Alternatives[a])
                score[parameter] = score.GetValueOrDefault(parameter) + ((a == choice.Chosen ? 1 : 0) - probabilities[a]) * value;
        return score;
    }

    /// <summary>Adds the covariance of the features under the model.</summary>
    private static void Accumulate(double[,] information, ObservedChoice choice, double[] probabilities)
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

    private static double[] Dense(Dictionary<int, double> sparse, int size)
    {
        var dense = new double[size];
        foreach (var (i, value) in sparse) dense[i] = value;
        return dense;
    }

    private static double[] Sum(IEnumerable<(double[] Score, double Weight)> scores, int size)
    {
        var sum = new double[size];
        foreach (var (score, weight) in scores)
            for (var i = 0; i < size; i++) sum[i] += weight * score[i];
        return sum;
    }

    /// <summary>H⁻¹ (Σ w g gᵀ) H⁻¹.</summary>
    internal static double[,] Between(double[,] inverse, IEnumerable<(double[] Score, double Weight)> scores)
    {
        var n = inverse.GetLength(0);
        var result = new double[n, n];
        foreach (var (score, weight) in scores)
        {
            var influence = new double[n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) influence[i] += inverse[i, j] * score[j];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) result[i, j] += weight * influence[i] * influence[j];
        }
        return result;
    }

    private static double[] Moved(double[] parameters, double[] step, double scale) => [.. parameters.Zip(step, (p, s) => p + scale * s)];
}

using Heed.Feedback.Statistics;
using MathNet.Numerics;

namespace Heed.Feedback.Reliability;

/// <summary>A fitted <see cref="Glad"/>.</summary>
/// <param name="Posteriors">By item: probability of each true class.</param>
/// <param name="Ability">By rater: α, in logits on an item of ease 1; 0 answers by coin, below 0 against the truth.</param>
/// <param name="LogEase">By item: ln β; the higher, the easier.</param>
/// <param name="Iterations">EM iterations used.</param>
public sealed record GladFit(IReadOnlyList<double[]> Posteriors, IReadOnlyList<Estimate> Ability, IReadOnlyList<double> LogEase, int Iterations);

/// <summary>
/// GLAD (Whitehill, Ruvolo, Wu, Bergsma and Movellan 2009, "Whose vote should count more"): items differ in ease, raters in ability, and rater j is right about item i with
/// probability σ(α_j β_i), β_i > 0, else takes any other class alike. Normal priors with mean 1 and variance 1 on α and on ln β. EM, with one scoring step for
/// every α and then every ln β an iteration; standard errors of α by Louis' method, the others held.
/// </summary>
public sealed record Glad
{
    /// <summary>Mean of the priors of α and of ln β.</summary>
    public double PriorMean { get; init; } = 1;

    /// <summary>Precision of the priors of α and of ln β.</summary>
    public double PriorPrecision { get; init; } = 1;

    /// <summary>EM stops when no α and no ln β moves by more.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 2000;

    public GladFit Fit(CrowdAnswers crowd)
    {
        var answers = new AnswerTable(crowd);
        double[] ability = Filled(crowd.Raters), ease = Filled(crowd.Items), right = new double[answers.Answers];
        var posterior = new double[crowd.Items * crowd.Classes];
        var iterations = 0;
        for (var moved = double.PositiveInfinity; moved > Tolerance && iterations < MaxIterations; iterations++)
        {
            Expect(answers, ability, ease, posterior, right);
            moved = Math.Max(MoveAbilities(answers, ability, ease, right), MoveEase(answers, ability, ease, right));
        }
        Expect(answers, ability, ease, posterior, right);
        var information = Information(answers, ability, ease, right);
        var estimates = ability.Zip(information, (a, i) => new Estimate(a, 1 / Math.Sqrt(Math.Max(i, PriorPrecision)))).ToArray();
        return new GladFit(answers.Rows(posterior), estimates, ease, iterations);
    }

    private double[] Filled(int count)
    {
        var values = new double[count];
        Array.Fill(values, PriorMean);
        return values;
    }

    /// <summary>E step: posteriors, and by answer the probability that it is right.</summary>
    private static void Expect(AnswerTable answers, double[] ability, double[] ease, double[] posterior, double[] right)
    {
        var others = Math.Log(Math.Max(1, answers.Classes - 1));
        for (var i = 0; i < answers.Items; i++)
        {
            var row = posterior.AsSpan(i * answers.Classes, answers.Classes);
            row.Clear();
            for (var a = answers.Start[i]; a < answers.Start[i + 1]; a++)
            {
                // ln σ(x) for the class said against ln(σ(−x) / (K − 1)) for any other: they differ by x + ln(K − 1).
                row[answers.Class[a]] += ability[answers.Rater[a]] * Math.Exp(ease[i]) + others;
            }
            Softmax.Of(row);
            for (var a = answers.Start[i]; a < answers.Start[i + 1]; a++) right[a] = row[answers.Class[a]];
        }
    }

    private double MoveAbilities(AnswerTable answers, double[] ability, double[] ease, double[] right)
    {
        var (gradient, information) = (new double[ability.Length], new double[ability.Length]);
        Visit(answers, ability, ease, (a, i, j, beta, sigma) =>
        {
            gradient[j] += (right[a] - sigma) * beta;
            information[j] += sigma * (1 - sigma) * beta * beta;
        });
        return Move(ability, gradient, information);
    }

    private double MoveEase(AnswerTable answers, double[] ability, double[] ease, double[] right)
    {
        var (gradient, information) = (new double[ease.Length], new double[ease.Length]);
        Visit(answers, ability, ease, (a, i, j, beta, sigma) =>
        {
            gradient[i] += (right[a] - sigma) * ability[j] * beta;
            information[i] += sigma * (1 - sigma) * ability[j] * ability[j] * beta * beta;
        });
        return Move(ease, gradient, information);
    }

    /// <summary>A scoring step of at most 1 in every direction; returns the largest.</summary>
    private double Move(double[] values, double[] gradient, double[] information)
    {
        var largest = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var step = (gradient[i] - PriorPrecision * (values[i] - PriorMean)) / (information[i] + PriorPrecision);
            values[i] += Math.Clamp(step, -1, 1);
            largest = Math.Max(largest, Math.Abs(step));
        }
        return largest;
    }

    /// <summary>By rater: information about α from the answers as they are, less what not knowing the truth costs.</summary>
    private double[] Information(AnswerTable answers, double[] ability, double[] ease, double[] right)
    {
        var information = Enumerable.Repeat(PriorPrecision, ability.Length).ToArray();
        Visit(answers, ability, ease, (a, i, j, beta, sigma) => information[j] += beta * beta * (sigma * (1 - sigma) - right[a] * (1 - right[a])));
        return information;
    }

    private static void Visit(AnswerTable answers, double[] ability, double[] ease, Action<int, int, int, double, double> visit)
    {
        for (var i = 0; i < answers.Items; i++)
        {
            var beta = Math.Exp(ease[i]);
            for (var a = answers.Start[i]; a < answers.Start[i + 1]; a++)
            {
                var j = answers.Rater[a];
                visit(a, i, j, beta, SpecialFunctions.Logistic(ability[j] * beta));
            }
        }
    }
}

using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Feedback.Reliability;

/// <summary>The iterations that both ways of fitting MACE share: expected counts under weights, weights from counts.</summary>
internal sealed class MaceEstimation(CrowdAnswers crowd, double priorCompetence, Action<MaceEstimation.Counts, MaceEstimation.Weights> weigh)
{
    private readonly AnswerTable _answers = new(crowd);
    private readonly double[] _posterior = new double[crowd.Items * crowd.Classes];

    /// <summary>Expected answers of each rater that are honest, and blind ones by class.</summary>
    internal sealed record Counts(double[] Honest, double[][] Said)
    {
        public double Blind(int rater) => Said[rater].Sum();
    }

    /// <summary>By rater: weight of an honest answer, and of a blind one by class; they need not sum to one.</summary>
    internal sealed record Weights(double[] Honest, double[][] Blind);

    public MaceFit Best(int restarts, int iterations, ulong seed) => Enumerable.Range(0, Math.Max(1, restarts))
        .Select(start => Run(Start(start == 0 ? null : new SeededRandom(seed, "mace", start)), iterations))
        .MaxBy(fit => fit.LogLikelihood)!;

    private MaceFit Run(Weights weights, int iterations)
    {
        var (counts, logLikelihood) = Expect(weights);
        for (var i = 0; i < iterations; i++)
        {
            weigh(counts, weights);
            (counts, logLikelihood) = Expect(weights);
        }
        var competence = Enumerable.Range(0, crowd.Raters).Select(j => Competence(counts.Honest[j], counts.Blind(j))).ToArray();
        return new MaceFit(_answers.Rows(_posterior), competence, [.. weights.Blind.Select(Normalised)], logLikelihood);
    }

    /// <summary>Mean and standard deviation of the Beta posterior of θ.</summary>
    private Estimate Competence(double honest, double blind)
    {
        double a = honest + priorCompetence, b = blind + priorCompetence, n = a + b;
        return new Estimate(a / n, Math.Sqrt(a * b / (n * n * (n + 1))));
    }

    private Weights Start(SeededRandom? random)
    {
        double Draw() => random is null ? 1 : 1 + random.NextDouble() / 2;
        var honest = new double[crowd.Raters];
        var blind = new double[crowd.Raters][];
        for (var j = 0; j < crowd.Raters; j++)
        {
            var (knows, not) = (Draw(), Draw());
            honest[j] = knows / (knows + not);
            blind[j] = [.. Normalised([.. Enumerable.Range(0, crowd.Classes).Select(_ => Draw())]).Select(x => x * (1 - honest[j]))];
        }
        return new Weights(honest, blind);
    }

    private static double[] Normalised(double[] values)
    {
        var sum = values.Sum();
        return [.. values.Select(v => sum > 0 ? v / sum : 1.0 / values.Length)];
    }

    /// <summary>Posteriors under a uniform prior, and the counts that follow.</summary>
    private (Counts Counts, double LogLikelihood) Expect(Weights weights)
    {
        var counts = new Counts(new double[crowd.Raters], [.. Enumerable.Range(0, crowd.Raters).Select(_ => new double[crowd.Classes])]);
        var logLikelihood = 0.0;
        for (var i = 0; i < _answers.Items; i++)
        {
            var row = _posterior.AsSpan(i * crowd.Classes, crowd.Classes);
            logLikelihood += Posterior(i, weights, row);
            for (var a = _answers.Start[i]; a < _answers.Start[i + 1]; a++)
            {
                var (j, c) = (_answers.Rater[a], _answers.Class[a]);
                var honest = row[c] * weights.Honest[j] / (weights.Honest[j] + weights.Blind[j][c]);
                counts.Honest[j] += honest;
                counts.Said[j][c] += 1 - honest;
            }
        }
        return (counts, logLikelihood);
    }

    private double Posterior(int item, Weights weights, Span<double> row)
    {
        row.Fill(-Math.Log(crowd.Classes));
        var shared = 0.0;
        for (var a = _answers.Start[item]; a < _answers.Start[item + 1]; a++)
        {
            var (j, c) = (_answers.Rater[a], _answers.Class[a]);
            var blind = Math.Log(Math.Max(weights.Blind[j][c], 1e-300));
            shared += blind;
            row[c] += Math.Log(weights.Honest[j] + weights.Blind[j][c]) - blind;
        }
        return shared + Softmax.Of(row);
    }
}

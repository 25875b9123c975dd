using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.StepTimes.Training;

/// <summary>Training tokens a second of a size of model at a length of context.</summary>
/// <param name="Parameters">All of them.</param>
/// <param name="Share">6·N·tokens/s over the best product's rate.</param>
public sealed record GrowthPoint(string Model, long Parameters, int Context, double TokensASecond, double Share);

/// <summary>How the cost of training grows with the model and with the context: one batch of 4,096 tokens whatever the context.</summary>
public sealed class CostGrowth(Session session)
{
    private const int Tokens = 4096, Goes = 3;

    /// <summary>The sizes, from 1M to 110M.</summary>
    private static readonly (string Name, DecoderConfig Config)[] Sizes =
    [
        ("1M", new() { VocabularySize = 1024, Width = 128, Layers = 4, Heads = 4 }),
        ("5M", new() { VocabularySize = 4096, Width = 256, Layers = 5, Heads = 4 }),
        ("30M", TrainedModel.Thirty.Config with { TieEmbeddings = true }),
        ("110M", TrainedModel.HundredTen.Config),
    ];

    private static readonly int[] Contexts = [128, 512, 2048, 4096];

    /// <summary>Every size at every context.</summary>
    public IReadOnlyList<GrowthPoint> Measure(CancellationToken cancellation)
    {
        var product = ProductRate.Now(session);
        var points = new List<GrowthPoint>();
        foreach (var (name, config) in Sizes)
        {
            var type = new NumericTrial(session.Clock).Of(name, config).Choice;
            using var model = new Decoder(config with { MaxPositions = Contexts[^1] }, new SeededRandom(1, name)) { Numbers = type };
            foreach (var context in Contexts)
            {
                cancellation.ThrowIfCancellationRequested();
                var step = new TrainingStep(model, Sequences(config.VocabularySize, context));
                var rate = step.Tokens / session.Median(() => step.Run(), Goes);
                session.Log($"{name}, context {context}: {rate:N0} tokens/s in {type}");
                points.Add(new GrowthPoint(name, model.Plan.Length, context, rate, 6e-9 * model.Plan.MultiplyingParameters * rate / product));
            }
        }
        return points;
    }

    private static int[][] Sequences(int vocabulary, int context)
    {
        var random = new SeededRandom(2, "growth");
        return [.. Enumerable.Range(0, Tokens / context).Select(_ => Enumerable.Range(0, context + 1).Select(_ => random.Next(vocabulary)).ToArray())];
    }
}

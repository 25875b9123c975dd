using Heed.Models.Numerics;
using Heed.Runs;

namespace Heed.Models.Architecture;

/// <summary>How weights start: normal, with a standard deviation for embeddings and one for linear maps; gains 1, biases 0.</summary>
public sealed record WeightInitialisation : IRecipe
{
    /// <summary>Of the embeddings. 0.02 is GPT-2's; a model under a few million parameters learns faster from 0.1 to 0.3.</summary>
    public double EmbeddingDeviation { get; init; } = 0.02;

    /// <summary>Of the linear maps; null: 1/√inputs, which keeps the size of what passes through (LeCun et al. 1998).</summary>
    public double? LinearDeviation { get; init; }

    /// <summary>Fills the weights. Each tensor draws from its own stream, so the threads do not matter.</summary>
    public void Fill(DecoderPlan plan, ParameterBuffer weights, SeededRandom random)
    {
        var seeds = plan.Parameters.Select(_ => random.NextUInt64()).ToArray();
        ThreadTeam.For(seeds.Length, 1, (_, low, high) =>
        {
            for (var i = (int)low; i < high; i++)
                Fill(plan.Parameters[i], plan.Config.Layers, weights[plan.Parameters[i]], new SeededRandom(seeds[i], plan.Parameters[i].Name));
        });
    }

    public IEnumerable<Problem> Problems()
    {
        if (!(EmbeddingDeviation >= 0)) yield return new("embedding_deviation", $"expected 0 or more, found {EmbeddingDeviation}", "0.02 is GPT-2's");
        if (LinearDeviation is { } linear && !(linear >= 0)) yield return new("linear_deviation", $"expected 0 or more, found {linear}", "leave it out for 1/√inputs");
    }

    private void Fill(Parameter parameter, int layers, Span<float> weights, SeededRandom random)
    {
        var linear = LinearDeviation ?? 1 / Math.Sqrt(parameter.Columns);
        switch (parameter.Start)
        {
            case Initialisation.Zeros: weights.Clear(); break;
            case Initialisation.Ones: weights.Fill(1); break;
            case Initialisation.Embedding: Normal(weights, EmbeddingDeviation, random); break;
            case Initialisation.Linear: Normal(weights, linear, random); break;
            default: Normal(weights, linear / Math.Sqrt(2 * layers), random); break;
        }
    }

    private static void Normal(Span<float> weights, double deviation, SeededRandom random)
    {
        foreach (ref var w in weights) w = (float)(deviation * random.NextGaussian());
    }
}

using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Architecture;

[Collection(Alone.Name)]
public sealed class WeightInitialisationTests
{
    private static readonly DecoderConfig Config = new() { VocabularySize = 300, Width = 64, Layers = 2, Heads = 4, FeedForwardWidth = 96, MaxPositions = 16, TieEmbeddings = false };

    [Fact]
    public void Deviations_are_those_asked_for()
    {
        using var model = new Decoder(Config, new SeededRandom(1), new WeightInitialisation { EmbeddingDeviation = 0.3 });
        Assert.Equal(0.3, Deviation(model.Weights["model.embed_tokens.weight"]), 0.01);
        Assert.Equal(1 / Math.Sqrt(64), Deviation(model.Weights["model.layers.0.self_attn.q_proj.weight"]), 0.01);
        Assert.Equal(1 / Math.Sqrt(96) / 2, Deviation(model.Weights["model.layers.1.mlp.down_proj.weight"]), 0.005); // two layers: √(2·2) = 2
        Assert.All(model.Weights["model.norm.weight"].ToArray(), w => Assert.Equal(1, w));
    }

    [Fact]
    public void Threads_do_not_change_the_weights()
    {
        var before = ThreadTeam.Threads;
        using var first = new Decoder(Config, new SeededRandom(1));
        ThreadTeam.Threads = before == 1 ? 2 : 1;
        using var second = new Decoder(Config, new SeededRandom(1));
        ThreadTeam.Threads = before;
        Assert.True(first.Weights.All.SequenceEqual(second.Weights.All));
    }

    private static double Deviation(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var v in values) sum += (double)v * v;
        return Math.Sqrt(sum / values.Length);
    }
}

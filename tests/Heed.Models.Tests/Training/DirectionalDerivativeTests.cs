using Heed.Models.Architecture;
using Heed.Models.Tests.Generation;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Training;

/// <summary>The gradient along a random direction equals the difference quotient of the loss along it.</summary>
public sealed class DirectionalDerivativeTests
{
    private static readonly DecoderConfig Llama = new() { VocabularySize = 61, Width = 24, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadWidth = 6, FeedForwardWidth = 40, MaxPositions = 40 };
    private static readonly DecoderConfig Untied = Llama with { TieEmbeddings = false, AttentionBias = true, FeedForwardBias = true, KeyValueHeads = 4 };
    private static readonly DecoderConfig Gpt2 = new() { Family = DecoderFamily.Gpt2, VocabularySize = 61, Width = 24, Layers = 2, Heads = 3, MaxPositions = 40 };

    public static TheoryData<string> Shapes => ["llama", "untied", "gpt2", "neox", "gemma", "olmo", "dynamic"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cross_entropy(string shape)
    {
        using var model = Random(Config(shape));
        var batch = Batch(model.Config.VocabularySize);
        var (rows, targets) = NextTokens(batch);
        double Loss(bool train)
        {
            using var pass = model.Forward(batch, train);
            var sum = pass.CrossEntropy(rows, targets, 1);
            if (train) pass.Backward();
            return sum;
        }
        Check(model, Loss);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Log_probabilities_and_entropies_through_torch(string shape)
    {
        using var model = Random(Config(shape));
        var batch = Batch(model.Config.VocabularySize);
        var (rows, targets) = NextTokens(batch);
        double Loss(bool train)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var pass = model.Forward(batch, train);
            var (logProbs, entropies) = pass.LogProbsAndEntropies(rows, targets, 0.8f);
            var exact = logProbs.@double();
            var loss = exact.square().mean() + 2 * entropies.@double().mean();
            if (train)
            {
                loss.backward();
                pass.Backward();
            }
            return loss.item<double>();
        }
        Check(model, Loss);
    }

    [Fact]
    public void Scores()
    {
        using var model = Random(Llama with { ScoreHead = true });
        var batch = Batch(model.Config.VocabularySize);
        double Loss(bool train)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var pass = model.Forward(batch, train);
            var scores = pass.Scores([3, 7, 7, 20]).@double();
            var loss = (scores * scores).sum() + scores.sum();
            if (train)
            {
                loss.backward();
                pass.Backward();
            }
            return loss.item<double>();
        }
        Check(model, Loss);
    }

    private static DecoderConfig Config(string shape) => shape switch
    {
        "llama" => Llama,
        "untied" => Untied,
        "gpt2" => Gpt2,
        "neox" => Gpt2 with { Family = DecoderFamily.GptNeox, RotaryWidth = 4, ParallelBranches = true, TieEmbeddings = false },
        "gemma" => RandomModel.Gemma with { VocabularySize = 61, Width = 24 },
        "olmo" => RandomModel.Olmo with { VocabularySize = 61, Width = 24 },
        _ => Llama with { MaxPositions = 8, RopeScaling = new RopeScaling { Kind = RopeStretching.Dynamic, Factor = 2 } },
    };

    private static void Check(Decoder model, Func<bool, double> loss)
    {
        Heed.Models.Numerics.Native.NativeRuntime.Load();
        var random = new SeededRandom(5);
        loss(true);
        foreach (var parameter in model.Plan.Parameters)
        {
            var direction = new float[parameter.Length];
            for (var i = 0; i < direction.Length; i++) direction[i] = (float)random.NextGaussian();
            var slope = 0.0;
            var gradient = model.Gradients[parameter];
            for (var i = 0; i < direction.Length; i++) slope += (double)direction[i] * gradient[i];
            // Richardson: the quotient at a step and at half of it, their leading error cancelled.
            var quotient = (4 * Quotient(model, parameter, direction, loss, 1e-3f) - Quotient(model, parameter, direction, loss, 2e-3f)) / 3;
            Assert.True(Math.Abs(quotient - slope) <= 0.03 + 0.01 * Math.Abs(slope), $"{parameter.Name}: gradient {slope:G6}, difference quotient {quotient:G6}");
        }
    }

    private static double Quotient(Decoder model, Parameter parameter, float[] direction, Func<bool, double> loss, float step)
    {
        Move(model, parameter, direction, step);
        var above = loss(false);
        Move(model, parameter, direction, -2 * step);
        var below = loss(false);
        Move(model, parameter, direction, step);
        return (above - below) / (2 * step);
    }

    private static void Move(Decoder model, Parameter parameter, float[] direction, float step)
    {
        var weights = model.Weights[parameter];
        for (var i = 0; i < direction.Length; i++) weights[i] += step * direction[i];
    }

    private static Decoder Random(DecoderConfig config)
    {
        var model = new Decoder(config);
        var random = new SeededRandom(3);
        foreach (var parameter in model.Plan.Parameters)
        {
            var weights = model.Weights[parameter];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (float)(parameter.Start == Initialisation.Ones ? 1 + 0.2 * random.NextGaussian() : 0.3 * random.NextGaussian());
        }
        return model;
    }

    private static PackedBatch Batch(int vocabulary)
    {
        var random = new SeededRandom(4);
        return PackedBatch.Of([.. new[] { 13, 1, 30, 5 }.Select(n => Enumerable.Range(0, n).Select(_ => random.Next(vocabulary)).ToArray())]);
    }

    private static (int[] Rows, int[] Targets) NextTokens(PackedBatch batch)
    {
        var rows = Enumerable.Range(0, batch.Count).Where(i => !batch.Starts.Contains(i + 1)).ToArray();
        return (rows, Array.ConvertAll(rows, r => batch.Tokens[r + 1]));
    }
}

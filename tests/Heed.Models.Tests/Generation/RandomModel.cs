using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Tests.Generation;

/// <summary>Small models with weights large enough that their distributions are far from flat.</summary>
internal sealed class RandomModel : IDisposable
{
    public RandomModel(DecoderConfig config, ulong seed = 1, double scale = 1.5)
    {
        Plan = DecoderPlan.Of(config);
        Weights = new ParameterBuffer(Plan);
        var random = new SeededRandom(seed, "random model");
        foreach (var parameter in Plan.Parameters)
        {
            var deviation = parameter.IsVector ? 0.3 : parameter.Start == Initialisation.Embedding ? 0.3 : scale / Math.Sqrt(parameter.Columns);
            foreach (ref var w in Weights[parameter])
                w = (float)(deviation * random.NextGaussian() + (parameter.Start == Initialisation.Ones ? 1 : 0));
        }
    }

    public DecoderPlan Plan { get; }

    public ParameterBuffer Weights { get; }

    public NaiveDecoder Naive => new(Plan, Weights);

    public static DecoderConfig Llama => new()
    {
        VocabularySize = 50,
        Width = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        FeedForwardWidth = 48,
        MaxPositions = 96,
    };

    /// <summary>Nothing in it is a whole number of vectors.</summary>
    public static DecoderConfig OddLlama => new()
    {
        VocabularySize = 37,
        Width = 27,
        Layers = 2,
        Heads = 3,
        KeyValueHeads = 1,
        HeadWidth = 10,
        FeedForwardWidth = 21,
        MaxPositions = 70,
        TieEmbeddings = false,
        AttentionBias = true,
        FeedForwardBias = true,
    };

    public static DecoderConfig WideLlama => new()
    {
        VocabularySize = 300,
        Width = 192,
        Layers = 2,
        Heads = 2,
        HeadWidth = 80,
        FeedForwardWidth = 256,
        MaxPositions = 64,
    };

    public static DecoderConfig Gpt2 => new()
    {
        Family = DecoderFamily.Gpt2,
        VocabularySize = 41,
        Width = 24,
        Layers = 3,
        Heads = 2,
        MaxPositions = 80,
    };

    /// <summary>Side by side, turning a part of each head.</summary>
    public static DecoderConfig Neox => Gpt2 with { Family = DecoderFamily.GptNeox, HeadWidth = 12, RotaryWidth = 6, ParallelBranches = true, TieEmbeddings = false };

    /// <summary>All that Gemma adds at once: norms around and on heads, caps, windows, two rotary bases.</summary>
    public static DecoderConfig Gemma => Llama with
    {
        Family = DecoderFamily.Gemma3,
        HeadWidth = 10,
        Window = 5,
        FullLayers = [1],
        WindowRopeBase = 100,
        AttentionScale = 0.4,
        AttentionCap = 2,
        LogitCap = 3,
        EmbeddingScale = Math.Sqrt(32),
    };

    /// <summary>Norms after the parts, multipliers, a layer that turns nothing, stretched frequencies.</summary>
    public static DecoderConfig Olmo => Llama with
    {
        Family = DecoderFamily.Olmo2,
        KeyValueHeads = 4,
        ResidualScale = 0.6,
        EmbeddingScale = 3,
        LogitDivisor = 0.5,
        UnturnedLayers = [0],
        RopeScaling = new RopeScaling { Kind = RopeStretching.Yarn, Factor = 4, OriginalPositions = 16, FastTurns = 4 },
    };

    public static TheoryConfig[] All => [new("llama", Llama), new("odd llama", OddLlama), new("wide llama", WideLlama), new("gpt2", Gpt2),
        new("neox", Neox), new("gemma", Gemma), new("olmo", Olmo)];

    public static DecoderConfig Named(string name) => All.Single(c => c.Name == name).Config;

    public int[][] RaggedPrompts(int count, int longest, ulong seed = 3)
    {
        var random = new SeededRandom(seed, "prompts");
        return [.. Enumerable.Range(0, count).Select(_ => Prompt(random, random.Next(1, longest + 1)))];
    }

    public int[] Prompt(SeededRandom random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(Plan.Config.VocabularySize))];

    public void Dispose() => Weights.Dispose();

    internal sealed record TheoryConfig(string Name, DecoderConfig Config);
}

using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.StepTimes.Training;

/// <summary>A shape that the table names, with the batch it is trained on.</summary>
/// <param name="Name">As it stands in the names of rows.</param>
public sealed record TrainedModel(string Name, DecoderConfig Config)
{
    /// <summary>Sequences of a batch.</summary>
    public int Sequences { get; init; } = 8;

    /// <summary>Tokens that are learned of each.</summary>
    public int Length { get; init; } = 256;

    /// <summary>30M parameters that multiply (34M with the look-up table): the Llama that transformers, TRL and llama.cpp were measured on.</summary>
    public static TrainedModel Thirty { get; } = new("30m",
        new() { VocabularySize = 8192, Width = 512, Layers = 8, Heads = 8, FeedForwardWidth = 1408, TieEmbeddings = false, MaxPositions = 512 });

    /// <summary>110M.</summary>
    public static TrainedModel HundredTen { get; } = new("110m",
        new() { VocabularySize = 32000, Width = 768, Layers = 12, Heads = 12, FeedForwardWidth = 2048, MaxPositions = 512 });

    /// <summary>nanoGPT's model for a CPU, one character a token, as recipes/pretrain/shakespeare-char.yaml has it.</summary>
    public static TrainedModel Characters { get; } = new("characters",
        new() { Family = DecoderFamily.Gpt2, VocabularySize = 65, Width = 128, Layers = 4, Heads = 4, MaxPositions = 64 })
    { Sequences = 12, Length = 64 };

    /// <summary>The two of the table.</summary>
    public static IReadOnlyList<TrainedModel> All { get; } = [Thirty, HundredTen];

    /// <summary>Floating-point operations of a trained token: 6 for each parameter that multiplies; attention's own products are not counted.</summary>
    public double OperationsAToken => 6.0 * DecoderPlan.Of(Config).MultiplyingParameters;

    /// <summary>Fresh weights, multiplied in what is fastest here for the shape.</summary>
    public Decoder Build(Session session) =>
        new(Config, new SeededRandom(1, Name)) { Numbers = session.Shared($"type {Name}", () => new NumericTrial(session.Clock).Of(Name, Config)).Choice };

    /// <summary>Random tokens: each sequence has one more than is read, the last target.</summary>
    public int[][] Tokens()
    {
        var random = new SeededRandom(2, Name);
        return [.. Enumerable.Range(0, Sequences).Select(_ => Enumerable.Range(0, Length + 1).Select(_ => random.Next(Config.VocabularySize)).ToArray())];
    }
}

using Heed.Language.Tokens;
using Heed.Learning.Packing;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Learning.Tests;

/// <summary>A language of twelve tokens, of which 0 ends a text: after token t comes t + 1 or, one time in four, t + 2 (round the circle 1 … 11).</summary>
internal static class Toy
{
    public const int End = 0, Vocabulary = 12;

    public static DecoderConfig Config { get; } = new() { VocabularySize = Vocabulary, Width = 16, Layers = 1, Heads = 2, FeedForwardWidth = 32, MaxPositions = 64, EndIds = [End] };

    public static Decoder NewModel(ulong seed = 1) => new(Config, new SeededRandom(seed, "toy"), new WeightInitialisation { EmbeddingDeviation = 0.3 });

    /// <summary>The entropy of the next token, nats: what no model can go below.</summary>
    public static double Entropy => -(0.75 * Math.Log(0.75) + 0.25 * Math.Log(0.25));

    public static int[] Text(SeededRandom random, int length)
    {
        var text = new int[length];
        text[0] = 1 + random.Next(11);
        for (var i = 1; i < length; i++) text[i] = Next(text[i - 1], random);
        return text;
    }

    public static int Next(int token, SeededRandom random) => 1 + (token - 1 + (random.Chance(0.75) ? 1 : 2)) % 11;

    public static TokenShard Shard(string folder, string name, int documents, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        var random = new SeededRandom(seed, "toy text");
        TokenShard.Write(path, Enumerable.Range(0, documents).Select(_ => (int[])[.. Text(random, 8 + random.Next(20)), End]), Vocabulary);
        return TokenShard.Open(path);
    }

    /// <summary>Prompts of three tokens with answers that count on from the last one and end.</summary>
    public static List<AnsweredPrompt> Demonstrations(int count, ulong seed = 5)
    {
        var random = new SeededRandom(seed, "toy demonstrations");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var prompt = Text(random, 3);
            var answer = Enumerable.Range(1, 2 + random.Next(4)).Select(i => 1 + (prompt[^1] - 1 + i) % 11);
            return new AnsweredPrompt(prompt, [.. answer, End]);
        })];
    }

    public static List<int[]> Prompts(int count, ulong seed = 9)
    {
        var random = new SeededRandom(seed, "toy prompts");
        return [.. Enumerable.Range(0, count).Select(_ => Text(random, 3))];
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("heed-learning-").FullName;
}

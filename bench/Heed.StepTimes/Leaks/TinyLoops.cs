using Heed.Language.Tokens;
using Heed.Learning;
using Heed.Learning.Finetuning;
using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Learning.Scoring;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.StepTimes.Leaks;

/// <summary>Every training loop on a model of 0.3M parameters and random tokens.</summary>
internal static class TinyLoops
{
    /// <summary>Steps that are watched.</summary>
    public const int Steps = 500;

    /// <summary>Steps before the first look, in which buffers find their size and code is compiled.</summary>
    public const int WarmUp = 60;

    private static readonly DecoderConfig Config = new() { VocabularySize = 512, Width = 96, Layers = 2, Heads = 4, MaxPositions = 64 };

    /// <summary>The loops by name.</summary>
    public static IReadOnlyDictionary<string, Func<ITraining>> All { get; } = new Dictionary<string, Func<ITraining>>
    {
        ["pretrain"] = Pretrain,
        ["sft"] = Finetune,
        ["reward"] = Reward,
        ["align"] = Align,
    };

    private static Decoder Model() => new(Config, new SeededRandom(1, "tiny"));

    private static int[] Tokens(SeededRandom random, int length) => [.. Enumerable.Range(0, length).Select(_ => 1 + random.Next(Config.VocabularySize - 1))];

    private static List<AnsweredPrompt> Answers(string stream)
    {
        var random = new SeededRandom(2, stream);
        return [.. Enumerable.Range(0, 64).Select(_ => new AnsweredPrompt(Tokens(random, 4 + random.Next(12)), Tokens(random, 2 + random.Next(12))))];
    }

    private static Pretrainer Pretrain()
    {
        var random = new SeededRandom(3, "text");
        var folder = Directory.CreateTempSubdirectory("heed-bench-");
        var path = Path.Combine(folder.FullName, "text.shard");
        TokenShard.Write(path, Enumerable.Range(0, 200).Select(_ => Tokens(random, 20 + random.Next(40))), Config.VocabularySize);
        var shard = TokenShard.Open(path);
        folder.Delete(recursive: true);                                    // the mapping lives on
        return new Pretrainer(new PretrainingRecipe { Steps = WarmUp + Steps, Rows = 4, RowTokens = 32, HeldOutEvery = 0 }, Model(), shard, null, _ => 1);
    }

    private static Finetuner Finetune() => new(new FinetuningRecipe { Epochs = (WarmUp + Steps + 1) * 4 / 64.0, Batch = 4, HeldOutEvery = 0 }, Model(), Answers("sft"), []);

    private static RewardTrainer Reward()
    {
        var pairs = Answers("first").Zip(Answers("second"), (first, second) => new RatedPair(first, second with { Prompt = first.Prompt }, 0.8, 1)).ToList();
        return new RewardTrainer(new RewardRecipe { Epochs = (WarmUp + Steps + 1) * 4 / 64.0, Batch = 4, HeldOutEvery = 0 }, Model(), pairs, []);
    }

    private static PolicyTrainer Align()
    {
        var recipe = new PolicyRecipe { Steps = WarmUp + Steps, Answers = 8, MaxNewTokens = 8, Optimizer = new OptimizerRecipe { LearningRate = 1e-6 }, Critic = new OptimizerRecipe { LearningRate = 1e-6 } };
        var scorer = new Decoder(Config with { ScoreHead = true }, new SeededRandom(4, "scorer"));
        return new PolicyTrainer(recipe, Model(), new RewardModel(scorer, Pooling.Last, RewardScale.None), [.. Answers("align").Select(a => a.Prompt)], [0]);
    }
}

using Heed.Learning.Optimization;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Models.Architecture;
using Heed.Runs;
using Heed.StepTimes.Training;

namespace Heed.StepTimes.Alignment;

/// <summary>The iteration of PPO that both sides run: prompts, the most tokens of an answer, and which tokens end one.</summary>
/// <param name="Prompts">Random tokens; answers are as long as the models make them.</param>
/// <param name="EndIds">As many that an untrained model ends an answer after the mean length; none where every answer is full.</param>
internal sealed record AlignedWork(string Name, int[][] Prompts, int MaxNewTokens, int[] EndIds)
{
    /// <summary>Updates an epoch.</summary>
    public const int Minibatches = 4;

    private const int MeanAnswer = 40;

    /// <summary>Epochs over a rollout.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>The policy's shape.</summary>
    public static DecoderConfig Policy => TrainedModel.Thirty.Config;

    /// <summary>The shape of the reward and value models.</summary>
    public static DecoderConfig Scorer => Policy with { ScoreHead = true };

    /// <summary>64 prompts of 64 tokens with answers of 64; in a quick session a quarter of the prompts and half of the epochs.</summary>
    public static AlignedWork Even(bool quick) => new("even", Draw(quick ? 16 : 64, _ => 64), 64, []) { Epochs = EpochsOf(quick) };

    /// <summary>Prompts of 16 to 200 tokens, answers that the model ends after 40 on average, at most 128; in a quick session an eighth of the prompts.</summary>
    public static AlignedWork Real(bool quick) =>
        new("real", Draw(quick ? 8 : 64, r => 16 + r.Next(185)), 128, [.. Enumerable.Range(0, Policy.VocabularySize / MeanAnswer)]) { Epochs = EpochsOf(quick) };

    /// <summary>A little of it, which warms the code up.</summary>
    public AlignedWork Small => this with { Prompts = Prompts[..4], MaxNewTokens = 4 };

    /// <summary>The settings on Heed's side.</summary>
    public PolicyRecipe Recipe() => new()
    {
        Steps = 100,
        Answers = Prompts.Length,
        MaxNewTokens = MaxNewTokens,
        Epochs = Epochs,
        Minibatches = Minibatches,
        MissingEndPenalty = 0,
        Kl = new KlRecipe { Coefficient = new FixedKl { Value = 0.05 }, Budget = null },
        Optimizer = new OptimizerRecipe { LearningRate = 1e-6, Epsilon = 1e-5 },
        Critic = new OptimizerRecipe { LearningRate = 1e-6, Epsilon = 1e-5 },
    };

    /// <summary>
    /// Operations of an iteration that are useful: the answers' generation with prompt and answer once, one forward pass of each of the four models,
    /// and the epochs of forward and backward of policy and value model.
    /// </summary>
    public double Operations(long tokens)
    {
        double policy = DecoderPlan.Of(Policy).MultiplyingParameters, scorer = DecoderPlan.Of(Scorer).MultiplyingParameters;
        return tokens * (2 * policy + 2 * (2 * policy + 2 * scorer) + 6 * Epochs * (policy + scorer));
    }

    private static int EpochsOf(bool quick) => quick ? 2 : 4;

    private static int[][] Draw(int count, Func<SeededRandom, int> length)
    {
        var random = new SeededRandom(3, "aligned prompts");
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length(random)).Select(_ => Policy.VocabularySize / MeanAnswer + random.Next(Policy.VocabularySize / 2)).ToArray())];
    }
}

using Heed.Learning.Finetuning;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Models.Architecture;

namespace Heed.Rounds.Planning;

/// <summary>The load of each training, from its recipe and the amount of its data.</summary>
public static class StageLoads
{
    public static StageLoad Pretrain(PretrainingRecipe recipe, DecoderPlan model) => new("pretrain", model)
    {
        Trained = (double)recipe.Steps * recipe.Rows * recipe.RowTokens,
        Read = recipe.HeldOutEvery == 0 ? recipe.HeldOutTokens : (double)recipe.Steps / recipe.HeldOutEvery * recipe.HeldOutTokens,
        Updates = recipe.Steps,
        PassTokens = Math.Min(recipe.TokensAPass, recipe.Rows * recipe.RowTokens),
        SavedModels = 2 + 3 * recipe.Saving.KeepLast,
    };

    /// <param name="tokens">Of all demonstrations, prompts included.</param>
    public static StageLoad Finetune(FinetuningRecipe recipe, DecoderPlan model, int demonstrations, double tokens) => new("sft", model)
    {
        Trained = recipe.Epochs * tokens,
        Updates = recipe.Epochs * demonstrations / recipe.Batch,
        PassTokens = PassOf(recipe.TokensAPass, recipe.Batch, tokens / Math.Max(1, demonstrations)),
        SavedModels = 2 + 3 * recipe.Saving.KeepLast,
    };

    /// <param name="tokens">Of both sides of all pairs, prompts included.</param>
    public static StageLoad Reward(RewardRecipe recipe, DecoderPlan model, int pairs, double tokens) => new("reward", model)
    {
        Trained = recipe.Epochs * tokens,
        Read = tokens,
        Updates = recipe.Epochs * pairs / recipe.Batch,
        PassTokens = PassOf(recipe.TokensAPass, 2 * recipe.Batch, tokens / Math.Max(1, 2 * pairs)),
        SavedModels = 2 + 3 * recipe.Saving.KeepLast,
    };

    /// <summary>Answers are taken to reach three quarters of their longest; the critic, where there is one, learns as the policy does.</summary>
    /// <param name="promptTokens">Of a prompt, on average.</param>
    public static StageLoad Align(PolicyRecipe recipe, DecoderPlan model, double promptTokens)
    {
        var answers = (double)recipe.Steps * recipe.Answers;
        var answer = 0.75 * recipe.MaxNewTokens;
        var critics = recipe.Algorithm == PolicyAlgorithm.Ppo && !recipe.SharedTrunk ? 1 : 0;
        return new("align", model)
        {
            Trained = (1 + critics) * answers * recipe.Epochs * (promptTokens + answer),
            Read = (3 + critics) * answers * (promptTokens + answer) + answers * promptTokens,
            Sampled = answers * answer,
            Updates = (1.0 + critics) * recipe.Steps * recipe.Epochs * recipe.Minibatches,
            PassTokens = PassOf(recipe.TokensAPass, recipe.Answers, promptTokens + answer),
            TrainedModels = 1 + critics,
            KeptModels = 4,
            SavedModels = 2 + 5 * recipe.Saving.KeepLast,
        };
    }

    private static int PassOf(int limit, int sequences, double length) => (int)Math.Min(limit, Math.Max(1, Math.Ceiling(sequences * length)));
}

using Heed.Learning.Finetuning;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Models.Architecture;

namespace Heed.Rounds.Planning;

/// <summary>The load of each training, from its recipe and the amount of its data.</summary>
public static class StageLoads
{
    /// <param name="documents">Tokens of some documents, which rows are filled with.</param>
    public static StageLoad Pretrain(PretrainingRecipe recipe, DecoderPlan model, IEnumerable<int> documents) => new("pretrain", model)
    {
        Trained = (double)recipe.Steps * recipe.Rows * LearnedInARow(recipe, documents),
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
        Adapter = recipe.Adapter,
        PassTokens = PassOf(recipe.TokensAPass, recipe.Batch, tokens / Math.Max(1, demonstrations)),
        SavedModels = 2 + 3 * recipe.Saving.KeepLast,
    };

    public static StageLoad Reward(RewardRecipe recipe, DecoderPlan model, IReadOnlyList<PromptPairs> prompts) =>
        Reward(recipe, model, prompts.Count, prompts.Sum(p => (double)p.Answers.Count), prompts.Sum(p => (double)p.Tokens));

    /// <param name="answers">Distinct ones that are compared.</param>
    /// <param name="tokens">Of those answers, the prompt counted with each.</param>
    public static StageLoad Reward(RewardRecipe recipe, DecoderPlan model, int prompts, double answers, double tokens) => new("reward", model)
    {
        Trained = recipe.Epochs * tokens,
        Read = tokens,
        Updates = recipe.Epochs * prompts / recipe.Batch,
        Adapter = recipe.Adapter,
        PassTokens = PassOf(recipe.TokensAPass, (int)Math.Ceiling(recipe.Batch * answers / Math.Max(1, prompts)), tokens / Math.Max(1, answers)),
        SavedModels = 2 + 3 * recipe.Saving.KeepLast,
    };

    /// <summary>The critic, where there is one, learns as the policy does.</summary>
    /// <param name="promptTokens">Of a prompt, on average.</param>
    /// <param name="answerTokens">Of an answer; null: three quarters of the longest.</param>
    public static StageLoad Align(PolicyRecipe recipe, DecoderPlan model, double promptTokens, double? answerTokens = null)
    {
        var answers = (double)recipe.Steps * recipe.Answers;
        var answer = answerTokens ?? 0.75 * recipe.MaxNewTokens;
        var critics = recipe.Algorithm == PolicyAlgorithm.Ppo && !recipe.SharedTrunk ? 1 : 0;
        return new("align", model)
        {
            Trained = (1 + critics) * answers * recipe.Epochs * (promptTokens + answer),
            Read = (3 + critics) * answers * (promptTokens + answer) + answers * promptTokens,
            Sampled = answers * answer,
            Updates = (1.0 + critics) * recipe.Steps * recipe.Epochs * recipe.Minibatches,
            Adapter = recipe.Adapter,
            PassTokens = PassOf(recipe.TokensAPass, recipe.Answers, promptTokens + answer),
            TrainedModels = 1 + critics,
            KeptModels = recipe.Adapter is null ? 4 : 2,                // on an adapter's base the reference and the best so far are no models of their own
            SavedModels = 2 + 5 * recipe.Saving.KeepLast,
        };
    }

    /// <summary>A document shorter than a row leaves the rest of it empty; what is longer goes on in further rows.</summary>
    private static double LearnedInARow(PretrainingRecipe recipe, IEnumerable<int> documents)
    {
        if (recipe.Packing == PackingKind.Stream) return recipe.RowTokens;
        var (tokens, rows) = documents.Where(d => d > 1).Aggregate((Tokens: 0L, Rows: 0L), (sum, d) => (sum.Tokens + d - 1, sum.Rows + (d - 2 + recipe.RowTokens) / recipe.RowTokens));
        return rows == 0 ? recipe.RowTokens : (double)tokens / rows;
    }

    private static int PassOf(int limit, int sequences, double length) => (int)Math.Min(limit, Math.Max(1, Math.Ceiling(sequences * length)));
}

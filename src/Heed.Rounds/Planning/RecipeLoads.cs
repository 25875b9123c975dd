using Heed.Language.Datasets;
using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Planning;

/// <summary>The loads of a recipe of any stage, with the tokens of the files that it names counted.</summary>
public static class RecipeLoads
{
    public static IReadOnlyList<StageLoad> Of(PretrainRecipe recipe)
    {
        var plan = recipe.Base is { } folder ? HuggingFaceFolder.Load(folder).Plan
            : DecoderPlan.Of(recipe.Model with { VocabularySize = Tokenizer.Load(recipe.Tokens).VocabularySize });
        return [StageLoads.Pretrain(recipe.Training, plan)];
    }

    public static IReadOnlyList<StageLoad> Of(FinetuneRecipe recipe)
    {
        using var model = ModelFolder.Load(recipe.Model);
        var lengths = Dataset.Read<Demonstration>(recipe.Demonstrations, new Quarantine()).Items
            .Select(d => Length(model, d.Prompt) + model.Tokenizer.Encode(d.Completion).Length).ToList();
        return [StageLoads.Finetune(recipe.Training, model.Model.Plan, lengths.Count, lengths.Sum(l => (double)l))];
    }

    public static IReadOnlyList<StageLoad> Of(RewardStageRecipe recipe)
    {
        using var model = ModelFolder.Load(recipe.Model);
        var lengths = JsonLines.Read<PreferenceRecord>(recipe.Preferences)
            .Select(p => 2 * Length(model, p.Conversation()) + model.EncodeAnswer(p.Conversation(), p.First).Length + model.EncodeAnswer(p.Conversation(), p.Second).Length).ToList();
        return [StageLoads.Reward(recipe.Training, model.Model.Plan, lengths.Count, lengths.Sum(l => (double)l))];
    }

    public static IReadOnlyList<StageLoad> Of(AlignRecipe recipe)
    {
        using var model = ModelFolder.Load(recipe.Model);
        return [StageLoads.Align(recipe.Training, model.Model.Plan, JsonLines.Read<PromptRecord>(recipe.Prompts).Average(p => (double)Length(model, p.Conversation())))];
    }

    /// <summary>A whole round, whose data are not there yet: their amount is told.</summary>
    public static IReadOnlyList<StageLoad> Of(RoundRecipe recipe, RoundAmounts amounts)
    {
        var plan = DecoderPlan.Of(recipe.Model with { VocabularySize = Math.Max(recipe.Model.VocabularySize, recipe.Tokenizer.VocabularySize) });
        var whole = amounts.PromptTokens + amounts.AnswerTokens;
        var pairs = amounts.CandidatePrompts * recipe.Comparisons.PairsPerPrompt;
        double asked = amounts.CandidatePrompts * recipe.Candidates.Answers, judged = 3.0 * amounts.EvaluationPrompts + 2.0 * amounts.RewardTestPrompts;
        return
        [
            StageLoads.Pretrain(recipe.Pretraining, plan),
            StageLoads.Finetune(recipe.Finetuning, plan, amounts.Demonstrations, amounts.Demonstrations * whole),
            new("candidates", plan) { Sampled = asked * amounts.AnswerTokens, Read = amounts.CandidatePrompts * amounts.PromptTokens, TrainedModels = 0, KeptModels = 2 },
            StageLoads.Reward(recipe.Reward, plan, pairs, 2 * pairs * whole),
            StageLoads.Align(recipe.Policy, plan, amounts.PromptTokens),
            new("evaluate", plan) { Sampled = judged * amounts.AnswerTokens, Read = 3 * judged * whole, TrainedModels = 0, KeptModels = 6 },
        ];
    }

    private static int Length(ModelFolder model, Heed.Language.Texts.Conversation prompt) =>
        model.Template is null ? model.Tokenizer.Encode(string.Join('\n', prompt.Messages.Select(m => m.Content))).Length : model.EncodePrompt(prompt).Length;
}

/// <summary>How much a round is fed with.</summary>
public sealed record RoundAmounts(int Demonstrations, int CandidatePrompts, int RewardTestPrompts, int EvaluationPrompts, double PromptTokens, double AnswerTokens);

using Heed.Language.Datasets;
using Heed.Language.Tokens;
using Heed.Learning.RewardModelling;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;

namespace Heed.Rounds.Planning;

/// <summary>The loads of a recipe of any stage, with the tokens of the files that it names counted.</summary>
public static class RecipeLoads
{
    public static IReadOnlyList<StageLoad> Of(PretrainRecipe recipe)
    {
        var plan = recipe.Base is { } folder ? HuggingFaceFolder.Load(folder).Plan
            : DecoderPlan.Of(recipe.Model with { VocabularySize = Tokenizer.Load(recipe.Tokens).VocabularySize });
        using var text = TokenShard.Open(Path.Combine(recipe.Tokens, TokenizerStage.Train));
        return [StageLoads.Pretrain(recipe.Training, plan, Enumerable.Range(0, text.Documents).Select(d => text.Document(d).Length))];
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
        return [StageLoads.Reward(recipe.Training, model.Model.Plan, PromptPairs.Of(RatedPairs.Read(GivenRecords.Preferences(recipe.Preferences), model)))];
    }

    public static IReadOnlyList<StageLoad> Of(AlignRecipe recipe)
    {
        using var model = ModelFolder.Load(recipe.Model);
        return [StageLoads.Align(recipe.Training, model.Model.Plan, GivenRecords.Prompts(recipe.Prompts).Average(p => (double)Length(model, p.Conversation())))];
    }

    /// <summary>A whole round, whose data are not there yet: their amount is told.</summary>
    public static IReadOnlyList<StageLoad> Of(RoundRecipe recipe, RoundAmounts amounts)
    {
        var plan = DecoderPlan.Of(recipe.Model with { VocabularySize = Math.Max(recipe.Model.VocabularySize, recipe.Tokenizer.VocabularySize) });
        var whole = amounts.PromptTokens + amounts.AnswerTokens;
        var compared = amounts.CandidatePrompts * Math.Min(recipe.Candidates.Answers, 2.0 * recipe.Comparisons.PairsPerPrompt);
        double asked = amounts.CandidatePrompts * recipe.Candidates.Answers, judged = 3.0 * amounts.EvaluationPrompts + 2.0 * amounts.RewardTestPrompts;
        return
        [
            StageLoads.Pretrain(recipe.Pretraining, plan, amounts.DocumentTokens),
            StageLoads.Finetune(recipe.Finetuning, plan, amounts.Demonstrations, amounts.Demonstrations * whole),
            new("candidates", plan) { Sampled = asked * amounts.AnswerTokens, Read = amounts.CandidatePrompts * amounts.PromptTokens, TrainedModels = 0, KeptModels = 2 },
            StageLoads.Reward(recipe.Reward, plan, amounts.CandidatePrompts, compared, compared * whole),
            StageLoads.Align(recipe.Policy, plan, amounts.PromptTokens, amounts.AnswerTokens),
            new("evaluate", plan) { Sampled = judged * amounts.AnswerTokens, Read = 3 * judged * whole, TrainedModels = 0, KeptModels = 6 },
        ];
    }

    private static int Length(ModelFolder model, Heed.Language.Texts.Conversation prompt) =>
        model.Template is null ? model.Tokenizer.Encode(string.Join('\n', prompt.Messages.Select(m => m.Content))).Length : model.EncodePrompt(prompt).Length;
}

/// <summary>How much a round is fed with.</summary>
/// <param name="DocumentTokens">Of some documents.</param>
public sealed record RoundAmounts(IReadOnlyList<int> DocumentTokens, int Demonstrations, int CandidatePrompts, int RewardTestPrompts, int EvaluationPrompts, double PromptTokens, double AnswerTokens);

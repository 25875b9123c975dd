using Heed.Feedback.Reports;
using Heed.Rounds.Files;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Rounds;

/// <summary>One round of the loop: the stages in order, each over the files of those before it.</summary>
public sealed class Round(RoundRecipe asked, RoundSources sources, StageContext context)
{
    /// <summary>The recipe that a round runs by, in its folder.</summary>
    public const string RecipeFile = "recipe.yaml";

    public async Task<RoundResult> RunAsync(string output)
    {
        string At(params string[] parts) => Path.Combine([output, .. parts]);
        var clock = new StageClock(context);
        Directory.CreateDirectory(output);
        var recipe = ComputeRecipe.Resolve(asked, asked.Model with { VocabularySize = asked.Tokenizer.VocabularySize }, output, context);
        var seed = recipe.Seed;

        AtomicFile.WriteText(At(RecipeFile), Recipe.ToYaml(recipe));
        var data = await clock.Time("data", () => DataStage.Run(recipe.Data.Options(sources.Text), At("data"), context));
        var tokenizer = await clock.Time("tokenizer", At("tokenizer", PretrainStage.Result), () => TokenizerStage.Run(data.Folder, At("tokenizer"), recipe.Tokenizer, sources.Template, context));
        var pretrained = await clock.Time("pretrain", At("base", PretrainStage.Result), () => PretrainStage.Run(recipe.Share(new PretrainRecipe
        {
            Tokens = tokenizer.Folder,
            Model = recipe.Model,
            Initialisation = recipe.Initialisation,
            Training = recipe.Pretraining with { Seed = seed },
        }), At("base"), context));
        await clock.Time("memorisation", () => new MemorisationStage(pretrained.Model, data.Folder, seed, context).Run(At("base")));
        var finetuned = await clock.Time("sft", At("sft", PretrainStage.Result), () => FinetuneStage.Run(recipe.Share(new FinetuneRecipe
        {
            Model = pretrained.Model,
            Demonstrations = sources.Demonstrations,
            Training = recipe.Finetuning with { Seed = seed },
        }), sources.Template, At("sft"), context));
        var candidates = await clock.Time("candidates", () => CandidateStage.Run(finetuned.Model, sources.CandidatePrompts ?? sources.TrainingPrompts, At("candidates", "candidates.jsonl"), recipe.Candidates, seed, context));
        if (sources.CandidatePrompts is not null)
            await clock.Time("comparisons", () => ComparisonStage.RunAsync(candidates.File, "sft", sources.Raters, sources.Log, recipe.Comparisons, seed, context));
        var feedback = await clock.Time("feedback", () => FeedbackStage.RunAsync(sources.Log, At("feedback"), recipe.Comparisons.HeldOut, seed, context));
        EarlierPreferences.SetAside(output, context);
        var reward = await clock.Time("reward", At("reward", PretrainStage.Result), () => RewardStage.Run(recipe.Share(new RewardStageRecipe
        {
            Model = finetuned.Model,
            Preferences = At("feedback", FeedbackStage.Preferences),
            HeldOut = At("feedback", FeedbackStage.HeldOut),
            NormaliseOn = candidates.File,
            Training = recipe.Reward with { Seed = seed },
        }), At("reward"), context));
        var policy = await clock.Time("align", At("policy", PretrainStage.Result), () => new AlignStage(recipe.Share(new AlignRecipe
        {
            Model = finetuned.Model,
            Reward = reward.Model,
            Prompts = sources.TrainingPrompts,
            SamplePrompts = sources.EvaluationPrompts,
            Training = recipe.Policy with { Seed = seed },
        }), context).Run(At("policy")));
        var evidence = await clock.Time("evaluate", () => new EvidenceStage(new EvidenceInputs
        {
            Policy = policy.Model,
            Finetuned = finetuned.Model,
            Base = pretrained.Model,
            Reward = reward.Model,
            Prompts = sources.EvaluationPrompts,
            RewardPrompts = sources.RewardTestPrompts,
            HeldOutPreferences = At("feedback", FeedbackStage.HeldOut),
            VotesCeiling = feedback.Report.Ceiling.Consensus,
            Samples = At("policy", AlignStage.Samples),
            Truth = sources.Truth,
        }, recipe.Evidence, seed, context).Run(At("evaluation")));
        var report = await clock.Time("report", () => new ReportStage(output, context).Run(sources.FaultyRaters, clock.Seconds));
        var result = Result(clock, pretrained, feedback.Report, policy, evidence) with { Report = report };
        JsonLines.WriteDocument(At(PretrainStage.Result), result);
        return result;
    }

    private RoundResult Result(StageClock clock, PretrainResult pretrained, FeedbackReport feedback, AlignResult policy, EvidenceResult evidence)
    {
        var models = evidence.Comparison.Models.ToDictionary(m => m.Name);
        var againstSft = evidence.Comparison.Pairs.First(p => p.Against == "sft");
        return new RoundResult
        {
            Seconds = clock.Total,
            StageSeconds = clock.Seconds,
            PeakMemoryBytes = ProcessMemory.Peak(),
            GoldWinRate = againstSft.GoldWinRate?.Value,
            GoldWinRateLow = againstSft.GoldWinRate?.Low,
            GoldWinRateHigh = againstSft.GoldWinRate?.High,
            RewardWinRate = againstSft.RewardWinRate.Value,
            GoldMeanBase = models.GetValueOrDefault("base")?.Gold?.Value,
            GoldMeanSft = models["sft"].Gold?.Value,
            GoldMeanPolicy = models["policy"].Gold?.Value,
            RightSft = models["sft"].Right?.Value,
            RightPolicy = models["policy"].Right?.Value,
            KlNats = models["policy"].Kl?.Value,
            RewardAccuracy = (evidence.Reward?.AccuracyGold ?? evidence.Preferences?.Accuracy)?.Value,
            RewardAccuracyClear = evidence.Reward?.AccuracyGoldClear?.Value,
            RewardAccuracyVotes = evidence.Preferences?.Accuracy.Value,
            RewardAccuracyVotesCeiling = evidence.Preferences?.Ceiling,
            RaterAlpha = feedback.Alpha,
            FlaggedRaters = feedback.Raters is null ? null : feedback.Flagged,
            FaultyRaters = sources.FaultyRaters,
            HeldoutLoss = pretrained.HeldoutLoss,
            BitsPerByte = pretrained.BitsPerByte,
            Model = policy.Model,
        };
    }
}

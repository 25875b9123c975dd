using Heed.Learning.Packing;
using Heed.Learning.RewardModelling;
using Heed.Models.Checkpoints;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Planning;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Stages;

/// <summary>Compared answers and a fine-tuned model → a reward model: model/ beside the run's journal.</summary>
public static class RewardStage
{
    public static RewardResult Run(RewardStageRecipe recipe, string output, StageContext context)
    {
        var started = context.Clock.GetTimestamp();
        using var folder = ModelFolder.Load(recipe.Model, recipe.Training.Adapter?.Base ?? default);
        recipe = ComputeRecipe.Resolve(recipe, folder.Model.Config, output, context);
        recipe.Apply(folder.Model);
        var room = folder.Model.Config.MaxPositions;
        var pairs = Fitting(recipe.Preferences, folder, room, out var tooLong);
        var heldOut = recipe.HeldOut is { } file ? Fitting(file, folder, room, out _) : [];
        MemoryNeed.Require(StageLoads.Reward(recipe.Training, folder.Model.Plan, PromptPairs.Of(pairs)));
        using var training = new RewardTrainer(recipe.Training, folder.Model, pairs, heldOut);
        new TrainingRun(training, recipe, recipe.Training.Saving, context) { Data = recipe.Preferences }.Run(output);
        training.Model.Normalise(NormalisationAnswers(recipe, folder, pairs, room));

        var target = Path.Combine(output, PretrainStage.Model);
        Directory.CreateDirectory(target);
        training.Model.Save(target);
        ModelCard.Carry(recipe.Model, target, "A reward model, trained on compared answers with Heed.");
        var adapter = Path.Combine(output, PretrainStage.Adapter);
        ModelFolder.SaveAdapter(adapter, training.Model.Network, folder.Tokenizer, recipe.Model);
        if (training.Model.Network.Adapter is not null) training.Model.SaveSettings(adapter);
        folder.Tokenizer.Save(target);
        var measured = training.Measure();
        var result = new RewardResult(target, pairs.Count, tooLong, measured?.Accuracy, measured?.Ceiling, measured?.Loss, context.Clock.GetElapsedTime(started).TotalSeconds);
        JsonLines.WriteDocument(Path.Combine(output, PretrainStage.Result), result);
        return result;
    }

    private static List<RatedPair> Fitting(string file, ModelFolder folder, int room, out int tooLong)
    {
        var all = RatedPairs.Read(GivenRecords.Preferences(file), folder);
        var fitting = all.Where(p => p.First.Length <= room && p.Second.Length <= room).ToList();
        tooLong = all.Count - fitting.Count;
        return fitting.Count > 0 ? fitting : throw new RoundFileException(file, 0, $"none of {all.Count} pairs fits the model's {room} positions");
    }

    private static List<AnsweredPrompt> NormalisationAnswers(RewardStageRecipe recipe, ModelFolder folder, List<RatedPair> pairs, int room) =>
        recipe.NormaliseOn is not { } file ? [.. pairs.SelectMany(p => new[] { p.First, p.Second })]
        : [.. JsonLines.Read<CandidateRecord>(file).SelectMany(c => c.Answers.Select(a => new AnsweredPrompt(folder.EncodePrompt(c.Conversation()), folder.EncodeAnswer(c.Conversation(), a))))
            .Where(a => a.Length <= room)];
}

/// <param name="HeldoutAccuracy">On held-out votes.</param>
/// <param name="HeldoutCeiling">What a model that knows the consensus would reach on them.</param>
public sealed record RewardResult(string Model, int Pairs, int TooLong, double? HeldoutAccuracy, double? HeldoutCeiling, double? HeldoutLoss, double Seconds);

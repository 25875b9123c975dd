using Heed.Evaluation.Reports;
using Heed.Language.Tokens;
using Heed.Learning.Pretraining;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Planning;
using Heed.Rounds.Recipes;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>Tokenised text → a base model: model/ beside the run's journal.</summary>
public static class PretrainStage
{
    public const string Result = "result.json", Model = "model", Adapter = "adapter";

    public static PretrainResult Run(PretrainRecipe recipe, string output, StageContext context)
    {
        var started = context.Clock.GetTimestamp();
        var tokenizer = Tokenizer.Load(recipe.Tokens);
        using var text = TokenShard.Open(Path.Combine(recipe.Tokens, TokenizerStage.Train));
        using var heldOut = TokenShard.Open(Path.Combine(recipe.Tokens, TokenizerStage.HeldOut));
        var decoder = Start(recipe, tokenizer);
        recipe = ComputeRecipe.Resolve(recipe, decoder.Config, output, context);
        recipe.Apply(decoder);
        MemoryNeed.Require(StageLoads.Pretrain(recipe.Training, decoder.Plan, []));
        using var model = new ModelFolder(decoder, tokenizer);
        var training = new Pretrainer(recipe.Training, decoder, text, heldOut, id => tokenizer.IsSpecial(id) ? 0 : tokenizer.BytesOf(id).Length);
        new TrainingRun(training, recipe, recipe.Training.Saving, context).Run(output);
        var tokens = Curve.FromJournal(Journal.Read(Path.Combine(output, "journal.jsonl")))["tokens"].Values.Sum();
        var held = training.Measure();
        model.Save(Path.Combine(output, Model));
        var seconds = context.Clock.GetElapsedTime(started).TotalSeconds;
        var result = new PretrainResult(Path.Combine(output, Model), decoder.Plan.Length, (long)tokens, held?.Loss, held?.BitsPerByte, seconds, tokens / seconds);
        JsonLines.WriteDocument(Path.Combine(output, Result), result);
        return result;
    }

    private static Decoder Start(PretrainRecipe recipe, Tokenizer tokenizer)
    {
        if (recipe.Base is { } folder)
        {
            var (read, weights) = HuggingFaceFolder.Load(folder);
            return new Decoder(read, weights);
        }
        var end = tokenizer.EndId is { } id ? new[] { id } : [];
        var plan = DecoderPlan.Of(recipe.Model with { VocabularySize = tokenizer.VocabularySize, EndIds = end, StartId = tokenizer.StartId, PadId = tokenizer.PadId });
        var fresh = new ParameterBuffer(plan);
        recipe.Initialisation.Fill(plan, fresh, new SeededRandom(recipe.Training.Seed, "pretrain/weights"));
        return new Decoder(plan, fresh);
    }
}

/// <param name="Model">The base model's folder.</param>
public sealed record PretrainResult(string Model, long Parameters, long Tokens, double? HeldoutLoss, double? BitsPerByte, double Seconds, double TokensPerSecond);

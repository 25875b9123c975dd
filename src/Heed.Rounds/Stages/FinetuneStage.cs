using Heed.Language.Datasets;
using Heed.Language.Templates;
using Heed.Learning.Finetuning;
using Heed.Models.Checkpoints;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Planning;
using Heed.Rounds.Recipes;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>Demonstrations and a base model → a model that answers: model/ beside the run's journal.</summary>
public static class FinetuneStage
{
    /// <param name="template">The chat template to attach where the base has none; null needs one in the base.</param>
    public static FinetuneResult Run(FinetuneRecipe recipe, TurnTemplate? template, string output, StageContext context)
    {
        var started = context.Clock.GetTimestamp();
        using var loaded = ModelFolder.Load(recipe.Model, recipe.Training.Adapter?.Base ?? default);
        using var model = loaded.Template is null && template is not null ? new ModelFolder(loaded.Model, template.For(loaded.Tokenizer).AttachTo(loaded.Tokenizer)) { FurtherEndIds = loaded.FurtherEndIds } : loaded;
        recipe = ComputeRecipe.Resolve(recipe, model.Model.Config, output, context);
        recipe.Apply(model.Model);
        var quarantine = new Quarantine();
        var demonstrations = Dataset.Read<Demonstration>(recipe.Demonstrations, quarantine).Items;
        quarantine.Check(recipe.Demonstrations);

        var room = model.Model.Config.MaxPositions;
        var turns = new DemonstratedTurns(model.Template ?? throw new ChatTemplateException($"{recipe.Model} has no chat template; put chat_template.jinja beside its tokenizer.json"), recipe.EveryTurn);
        var encoded = demonstrations.Select(turns.Encode).ToList();
        if (turns.Warning is { } warning) context.Log.WriteLine(warning);
        if (demonstrations.Count > 0 && model.Template.DoubledStart(demonstrations[0].Prompt) is { } doubled) context.Log.WriteLine(doubled);
        var fitting = encoded.Where(e => e[^1].Length <= room).ToList();
        if (fitting.Count == 0) throw new RoundFileException(recipe.Demonstrations, 0, $"none of {encoded.Count} demonstrations fits the model's {room} positions");
        MemoryNeed.Require(StageLoads.Finetune(recipe.Training, model.Model.Plan, fitting.Sum(e => e.Count), fitting.Sum(e => e.Sum(turn => (double)turn.Length))));
        var held = fitting.SelectMany(e => e.Select(turn => (Turn: turn, Key: e[^1].Prompt)))
            .ToLookup(e => new SeededRandom(recipe.Training.Seed, $"sft/heldout/{string.Join(' ', e.Key)}").Chance(recipe.HeldOut), e => e.Turn);
        var training = new Finetuner(recipe.Training, model.Model, [.. held[false]], [.. held[true]]);
        var end = new TrainingRun(training, recipe, recipe.Training.Saving, context) { Data = recipe.Demonstrations }.Run(output);
        quarantine.Write(Path.Combine(output, "quarantine.jsonl"));
        new ModelFolder(training.Model, model.Tokenizer).Save(Path.Combine(output, PretrainStage.Model));
        GenerationConfig.Carry(recipe.Model, Path.Combine(output, PretrainStage.Model));
        ModelCard.Carry(recipe.Model, Path.Combine(output, PretrainStage.Model), "Fine-tuned on demonstrations, with Heed.");
        ModelFolder.SaveAdapter(Path.Combine(output, PretrainStage.Adapter), training.Model, model.Tokenizer, recipe.Model);
        var result = new FinetuneResult(Path.Combine(output, PretrainStage.Model), fitting.Count, encoded.Count - fitting.Count, quarantine.Records.Count,
            end.Figures.GetValueOrDefault("loss"), end.Figures.TryGetValue("heldout_loss", out var loss) ? loss : null, context.Clock.GetElapsedTime(started).TotalSeconds);
        JsonLines.WriteDocument(Path.Combine(output, PretrainStage.Result), result);
        return result;
    }
}

/// <param name="TooLong">Demonstrations longer than the model's positions, left out.</param>
/// <param name="Quarantined">Bad records, listed in quarantine.jsonl.</param>
public sealed record FinetuneResult(string Model, int Demonstrations, int TooLong, int Quarantined, double Loss, double? HeldoutLoss, double Seconds);

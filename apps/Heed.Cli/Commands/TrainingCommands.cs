using System.CommandLine;
using Heed.Language.Templates;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed pretrain | sft | align: a recipe over one stage each.</summary>
internal static class TrainingCommands
{
    public static Command Pretrain(Terminal terminal) => Create<PretrainRecipe, PretrainResult>(terminal, "pretrain", "Train a base model on tokenised text.",
        (recipe, output, context) => PretrainStage.Run(recipe, output, context),
        r => [$"{r.Parameters:N0} parameters, {r.Tokens:N0} tokens at {r.TokensPerSecond:N0} a second; held-out loss {r.HeldoutLoss:F4} nats a token, {r.BitsPerByte:F4} bits a byte", $"model  {r.Model}"]);

    public static Command Finetune(Terminal terminal) => Create<FinetuneRecipe, FinetuneResult>(terminal, "sft", "Fine-tune a model on demonstrations.",
        (recipe, output, context) => FinetuneStage.Run(recipe, TurnTemplate.Plain(), output, context),
        r => [$"{r.Demonstrations:N0} demonstrations ({r.TooLong} too long, {r.Quarantined} in quarantine); loss {r.Loss:F4}, held out {r.HeldoutLoss:F4}", $"model  {r.Model}"]);

    public static Command Align(Terminal terminal)
    {
        var command = Create<AlignRecipe, AlignResult>(terminal, "align", "Optimise a policy against a reward model under a KL penalty.",
            (recipe, output, context) => new AlignStage(recipe, context).Run(output),
            r => [$"best policy after {r.BestStep} updates: reward {r.BestReward:F3} at {r.BestKl:F2} nats an answer{(r.Stopped is null ? "" : $"; stopped: {r.Stopped}")}", $"model  {r.Model}"]);
        command.Aliases.Add("ppo");
        return command;
    }

    public static Command RewardTrain(Terminal terminal) => Create<RewardStageRecipe, RewardResult>(terminal, "train", "Train a reward model on compared answers.",
        (recipe, output, context) => RewardStage.Run(recipe, output, context),
        r => [$"{r.Pairs:N0} pairs ({r.TooLong} too long); {(r.HeldoutAccuracy is { } accuracy ? $"held-out accuracy {accuracy:P1} of at most {r.HeldoutCeiling:P1}" : "no held-out pairs were given")}", $"model  {r.Model}"]);

    private static Command Create<TRecipe, TResult>(Terminal terminal, string name, string description,
        Func<TRecipe, string, StageContext, TResult> run, Func<TResult, IEnumerable<string>> lines) where TRecipe : class, IRecipe
    {
        var stage = new StageArguments(recipe: true, resume: true);
        var command = new Command(name, description);
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed),
            cancel => run(stage.Recipe<TRecipe>(parsed), stage.Out(parsed), stage.Context(terminal, parsed, cancel)), lines));
        return command;
    }
}

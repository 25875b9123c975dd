using System.CommandLine;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;

namespace Heed.Cli.Commands;

/// <summary>heed evaluate | report</summary>
internal static class EvidenceCommands
{
    public static Command Evaluate(Terminal terminal)
    {
        var policy = new Option<string>("--policy") { Description = "Model folder of the policy.", Required = true };
        var sft = new Option<string>("--sft") { Description = "Model folder it started from.", Required = true };
        var start = new Option<string?>("--base") { Description = "Model folder of the base model." };
        var reward = new Option<string>("--reward") { Description = "Reward model folder.", Required = true };
        var prompts = new Option<string>("--prompts") { Description = "prompts.jsonl, held out from everything learned.", Required = true };
        var preferences = new Option<string?>("--preferences") { Description = "heldout-preferences.jsonl." };
        var samples = new Option<string?>("--policy-samples") { Description = "samples.jsonl of 'heed align'." };
        var seed = new Option<ulong>("--seed") { Description = "Equal seeds give equal answers.", DefaultValueFactory = _ => 1 };
        var most = new Option<int>("--max-new-tokens") { Description = "Stop an answer after so many tokens.", DefaultValueFactory = _ => 48 };
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("evaluate", "Compare a policy with what it came from.") { policy, sft, start, reward, prompts, preferences, samples, seed, most };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel => new EvidenceStage(new EvidenceInputs
        {
            Policy = parsed.GetValue(policy)!,
            Finetuned = parsed.GetValue(sft)!,
            Base = parsed.GetValue(start),
            Reward = parsed.GetValue(reward)!,
            Prompts = parsed.GetValue(prompts)!,
            HeldOutPreferences = parsed.GetValue(preferences),
            Samples = parsed.GetValue(samples),
        }, new EvidenceRecipe { MaxNewTokens = parsed.GetValue(most) }, parsed.GetValue(seed), stage.Context(terminal, parsed, cancel)).Run(stage.Out(parsed)),
            r => [.. r.Comparison.Models.Select(m => $"{m.Name,-8} reward {m.Reward.Value,7:F3}  length {m.Length.Value,5:F1}  ended {m.Ended.Value:P0}  KL {m.Kl?.Value:F2}"),
                .. r.Comparison.Pairs.Select(p => $"{p.Model} against {p.Against}: {p.RewardWinRate.Value:P1} ({p.RewardWinRate.Low:P1} – {p.RewardWinRate.High:P1}) by the reward model")]));
        return command;
    }

    public static Command Report(Terminal terminal)
    {
        var round = new Argument<string>("round") { Description = "Folder of a round." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("report", "One HTML page of what a round left in its folder.") { round, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
            new { report = new ReportStage(parsed.GetValue(round)!, terminal.Context(cancel)).Run() }, r => [r.report]));
        return command;
    }
}

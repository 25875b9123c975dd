using System.CommandLine;
using Heed.Learning.Packing;
using Heed.Learning.Scoring;
using Heed.Rounds.Files;
using Heed.Rounds.Models;

namespace Heed.Cli.Commands;

/// <summary>heed reward train | score</summary>
internal static class RewardCommand
{
    public static Command Create(Terminal terminal) => new("reward", "Train a reward model, or ask it.") { TrainingCommands.RewardTrain(terminal), Score(terminal) };

    private static Command Score(Terminal terminal)
    {
        var model = new Option<string>("--model") { Description = "Reward model folder.", Required = true };
        var candidates = new Option<string>("--candidates") { Description = "candidates.jsonl: prompts with answers.", Required = true };
        var output = new Option<string?>("--out") { Description = "Write the scores here, one line a prompt." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("score", "Score answers.") { model, candidates, output, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            using var reward = RewardModel.Load(parsed.GetValue(model)!);
            using var folder = ModelFolder.Load(parsed.GetValue(model)!);
            var sets = JsonLines.Read<CandidateRecord>(parsed.GetValue(candidates)!);
            var scored = sets.Select(s => new Scored(s.Id, reward.Score([.. s.Answers.Select(a => new AnsweredPrompt(folder.EncodePrompt(s.Conversation()), folder.EncodeAnswer(s.Conversation(), a)))]))).ToList();
            if (parsed.GetValue(output) is { } path) JsonLines.Write(path, scored);
            return new Result(scored, scored.SelectMany(s => s.Scores).Average());
        }, r => [.. r.Prompts.Select(p => $"{p.Id}  {string.Join(' ', p.Scores.Select(s => s.ToString("F3")))}"), $"mean {r.Mean:F3}"]));
        return command;
    }

    private sealed record Scored(string Id, double[] Scores);

    private sealed record Result(IReadOnlyList<Scored> Prompts, double Mean);
}

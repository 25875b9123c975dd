using System.CommandLine;
using Heed.Language.Texts;
using Heed.Models.Generation;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed generate: text from a model, for one prompt or a file of them.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal)
    {
        var model = new Option<string>("--model") { Description = "Model folder.", Required = true };
        var prompt = new Option<string?>("--prompt") { Description = "What to answer or, with --raw, to continue." };
        var prompts = new Option<string?>("--prompts") { Description = "prompts.jsonl: one conversation a line." };
        var system = new Option<string?>("--system") { Description = "What the model is told before the prompt." };
        var raw = new Option<bool>("--raw") { Description = "Continue the text as it is, without the chat template." };
        var samples = new Option<int>("--samples") { Description = "Answers to each prompt.", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "Write candidates.jsonl here instead of printing." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var sampling = new SamplingArguments();
        var command = new Command("generate", "Answer prompts, or continue text.") { model, prompt, prompts, system, raw, samples, output, json };
        sampling.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var folder = ModelFolder.Load(parsed.GetValue(model)!);
            var asked = Asked(parsed.GetValue(prompt), parsed.GetValue(prompts), parsed.GetValue(system));
            using var generator = new Generator(folder.Model, new GeneratorOptions { Tokenizer = folder.Tokenizer });
            var options = sampling.Read(parsed, folder.EndIds());
            int[] Encode(PromptRecord p) => parsed.GetValue(raw) ? folder.Tokenizer.Encode(p.Messages[^1].Content) : folder.EncodePrompt(p.Conversation());
            var each = parsed.GetValue(samples);
            var done = generator.Generate([.. asked.Select(Encode)], options, sampling.Seed(parsed), each, cancel);
            var answers = asked.Select((p, i) => new CandidateRecord(p.Id, p.Messages, [.. done.Skip(i * each).Take(each).Select(c =>
                new AnswerRecord(folder.Template is { } template && !parsed.GetValue(raw) ? template.ReadAnswer(c.Text ?? "") : c.Text ?? "", c.Ended))])).ToList();
            if (parsed.GetValue(output) is { } path) JsonLines.Write(path, answers);
            return new Generated(answers, done.Sum(c => c.Tokens.Length), parsed.GetValue(output));
        }, result => result.File is { } file ? [$"{result.Prompts.Sum(p => p.Answers.Count)} answers in {file}"] : result.Prompts.SelectMany(p => p.Answers).Select(a => a.Text)));
        return command;
    }

    private static List<PromptRecord> Asked(string? prompt, string? file, string? system)
    {
        if (prompt is null == file is null) throw new RecipeException("command line", [new Problem("--prompt", "expected either --prompt or --prompts", "give one of them")]);
        if (file is not null) return JsonLines.Read<PromptRecord>(file);
        var told = string.IsNullOrEmpty(system) ? Array.Empty<Message>() : [Message.FromSystem(system)];
        return [new PromptRecord("prompt", [.. told, Message.FromUser(prompt!)])];
    }

    /// <param name="Tokens">Sampled in all.</param>
    /// <param name="File">Where the answers were written; null where they are here only.</param>
    private sealed record Generated(IReadOnlyList<CandidateRecord> Prompts, int Tokens, string? File);
}

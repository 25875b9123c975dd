using System.CommandLine;
using Heed.Language.Texts;
using Heed.Language.Tokens;
using Heed.Models.Generation;
using Heed.Models.Generation.Beams;
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
        var variables = TemplateVariables.Option();
        var raw = new Option<bool>("--raw") { Description = "Continue the text as it is, without the chat template." };
        var samples = new Option<int>("--samples") { Description = "Answers to each prompt.", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "Write candidates.jsonl here instead of printing." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var beams = new Option<int>("--beams") { Description = "Search with so many beams instead of sampling." };
        var penalty = new Option<double>("--length-penalty") { Description = "Of the search: above 0 prefers longer answers.", DefaultValueFactory = _ => 1 };
        var (sampling, engine) = (new SamplingArguments(), new EngineArguments());
        var command = new Command("generate", "Answer prompts, or continue text.") { model, prompt, prompts, system, variables, raw, samples, output, json, beams, penalty };
        sampling.AddTo(command);
        engine.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var folder = ModelFolder.Load(parsed.GetValue(model)!);
            var asked = Asked(parsed.GetValue(prompt), parsed.GetValue(prompts), parsed.GetValue(system)).ConvertAll(p => p with { Variables = TemplateVariables.Over(p.Variables, parsed.GetValue(variables)!) });
            using var opened = engine.Open(parsed, folder);
            var generator = opened.Generator;
            var (options, taken) = sampling.Read(parsed, parsed.GetValue(model)!, folder.EndIds());
            SamplingArguments.Tell(taken, terminal);
            int[] Encode(PromptRecord p) => parsed.GetValue(raw) ? folder.EncodeText(p.Messages[^1].Content) : folder.EncodePrompt(p.Conversation());
            var each = parsed.GetValue(samples);
            int[][] encoded = [.. asked.Select(Encode)];
            options = sampling.Within(folder.Model.Config.LongestSequence - encoded.Max(e => e.Length), parsed, options);
            var done = parsed.GetValue(beams) > 0
                ? Search(generator, encoded, options, new BeamOptions { Beams = parsed.GetValue(beams), LengthPenalty = parsed.GetValue(penalty) }, each, cancel)
                : [.. generator.Generate(encoded, options, sampling.Seed(parsed), each, cancel).Select(c => new Said(c.Tokens, c.Text ?? "", c.Ended, c.TopLogProbs) { Guessed = (c.Guessed, c.GuessedRight) })];
            var answers = asked.Select((p, i) => new CandidateRecord(p.Id, p.Messages, [.. done.Skip(i * each).Take(each).Select(c =>
                new AnswerRecord(folder.Template is { } template && !parsed.GetValue(raw) ? template.ReadAnswer(c.Text) : c.Text, c.Ended))])
            { Tools = p.Tools, Variables = p.Variables }).ToList();
            if (parsed.GetValue(output) is { } path) JsonLines.Write(path, answers);
            return new Generated(answers, done.Sum(c => c.Tokens.Length), parsed.GetValue(output))
            {
                FromGenerationConfig = taken,
                Guessed = done.Sum(c => c.Guessed.Judged),
                GuessedRight = done.Sum(c => c.Guessed.Right),
                TopLogProbs = options.TopLogProbs > 0 ? [.. done.Select(c => Alternatives(c, folder.Tokenizer))] : null,
            };
        }, result => result.File is { } file ? [$"{result.Prompts.Sum(p => p.Answers.Count)} answers in {file}"] : result.Prompts.SelectMany(p => p.Answers).Select(a => a.Text)));
        return command;
    }

    private static List<PromptRecord> Asked(string? prompt, string? file, string? system)
    {
        if (prompt is null == file is null) throw new RecipeException("command line", [new Problem("--prompt", "expected either --prompt or --prompts", "give one of them")]);
        if (file is not null) return GivenRecords.Prompts(file);
        var told = string.IsNullOrEmpty(system) ? Array.Empty<Message>() : [Message.FromSystem(system)];
        return [new PromptRecord("prompt", [.. told, Message.FromUser(prompt!)])];
    }

    /// <summary>The best answers of a search to each prompt.</summary>
    private static Said[] Search(Generator generator, IEnumerable<int[]> prompts, SamplingOptions options, BeamOptions beams, int answersAPrompt, CancellationToken cancel)
    {
        if (answersAPrompt > beams.Beams) throw new RecipeException("command line", [new Problem("--samples", $"expected at most {beams.Beams}, the number of beams, found {answersAPrompt}", "raise --beams")]);
        return [.. prompts.SelectMany(p => generator.Search(p, options, beams, cancel).Take(answersAPrompt)).Select(a => new Said(a.Tokens, a.Text ?? "", a.Ended, null))];
    }

    private static Alternative[][] Alternatives(Said said, Tokenizer tokenizer) =>
        [.. said.Top!.Select(t => t.Select(a => new Alternative(a.Token, tokenizer.TokenOf(a.Token), a.LogProb)).ToArray())];

    private sealed record Said(int[] Tokens, string Text, bool Ended, IReadOnlyList<TokenLogProb[]>? Top)
    {
        public (int Judged, int Right) Guessed { get; init; }
    }

    /// <summary>A token that might have stood there.</summary>
    private sealed record Alternative(int Id, string Token, float LogProb);

    /// <param name="Tokens">Sampled in all.</param>
    /// <param name="File">Where the answers were written; null where they are here only.</param>
    private sealed record Generated(IReadOnlyList<CandidateRecord> Prompts, int Tokens, string? File)
    {
        /// <summary>Settings that the model's generation_config.json gave, the command having none.</summary>
        public IReadOnlyList<string> FromGenerationConfig { get; init; } = [];

        /// <summary>Tokens guessed ahead and judged.</summary>
        public int Guessed { get; init; }

        /// <summary>Of them, those that were kept.</summary>
        public int GuessedRight { get; init; }

        /// <summary>By answer and token; null where they were not asked for.</summary>
        public IReadOnlyList<Alternative[][]>? TopLogProbs { get; init; }
    }
}

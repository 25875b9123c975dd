using System.CommandLine;
using Heed.Language.Texts;
using Heed.Models.Generation;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed chat: a conversation in the terminal, streamed.</summary>
internal static class ChatCommand
{
    public static Command Create(Terminal terminal)
    {
        var model = new Option<string>("--model") { Description = "Model folder.", Required = true };
        var system = new Option<string?>("--system") { Description = "What the model is told before the conversation." };
        var variables = TemplateVariables.Option();
        var json = new Option<bool>("--json") { Description = "End with one JSON object: the whole conversation." };
        var (sampling, engine) = (new SamplingArguments(), new EngineArguments());
        var command = new Command("chat", "Talk with a model: one line a turn; /reset starts anew, /exit or end of input leaves.") { model, system, variables, json };
        sampling.AddTo(command);
        engine.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var folder = ModelFolder.Load(parsed.GetValue(model)!);
            using var opened = engine.Open(parsed, folder, slots: 1);
            var (options, taken) = sampling.Read(parsed, parsed.GetValue(model)!, folder.EndIds());
            SamplingArguments.Tell(taken, terminal);
            var start = new Conversation(parsed.GetValue(system) is { Length: > 0 } told ? [Message.FromSystem(told)] : []) { Variables = TemplateVariables.Over(null, parsed.GetValue(variables)!) };
            return new Chat(terminal, folder, opened.Generator, room => sampling.Within(room, parsed, options), sampling.Seed(parsed), quiet: parsed.GetValue(json)).Run(start, cancel);
        }, _ => []));
        return command;
    }

    private sealed class Chat(Terminal terminal, ModelFolder folder, Generator generator, Func<int, SamplingOptions> options, ulong seed, bool quiet)
    {
        public Conversation Run(Conversation start, CancellationToken cancel)
        {
            var conversation = start;
            for (var turn = 0; ; turn++)
            {
                if (terminal.Interactive) terminal.Error.Write("> ");
                var line = terminal.In.ReadLine();
                if (line is null or "/exit" || cancel.IsCancellationRequested) return conversation;
                if (line == "/reset") (conversation, line) = (start, "");
                if (line.Trim().Length > 0) conversation = Answer(conversation.With(Message.FromUser(line)), turn, cancel);
            }
        }

        private Conversation Answer(Conversation asked, int turn, CancellationToken cancel)
        {
            var prompt = folder.EncodePrompt(asked);
            var request = new GenerationRequest(prompt, options(folder.Model.Config.LongestSequence - prompt.Length), new SeededRandom(seed, "chat", turn));
            var first = true;
            var completion = generator.Generate([request], token =>
            {
                if (quiet) return;
                var text = first ? token.Text?.TrimStart() : token.Text;
                if (string.IsNullOrEmpty(text)) return;
                first = false;
                terminal.Out.Write(text);
            }, cancel)[0];
            if (!quiet) terminal.Out.WriteLine();
            return asked.With(Message.FromAssistant(folder.Template!.ReadAnswer(completion.Text ?? "")));
        }
    }
}

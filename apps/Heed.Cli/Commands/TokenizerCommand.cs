using System.CommandLine;
using Heed.Language.Tokens;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;

namespace Heed.Cli.Commands;

/// <summary>heed tokenizer train | encode | decode | chat</summary>
internal static class TokenizerCommand
{
    public static Command Create(Terminal terminal) => new("tokenizer", "Learn a vocabulary, or apply one.") { Train(terminal), Encode(terminal), Decode(terminal), ConversationCommand.Create(terminal) };

    private static Command Train(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "Folder made by 'heed data prepare'.", Required = true };
        var size = new Option<int>("--vocabulary-size") { Description = "Tokens at most, special ones included.", DefaultValueFactory = _ => 4096 };
        var frequency = new Option<int>("--min-frequency") { Description = "A pair must occur so often to be merged.", DefaultValueFactory = _ => 2 };
        var characters = new Option<bool>("--characters") { Description = "One token for each byte of the text, no merges." };
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("train", "Learn byte-level BPE and tokenise the data.") { data, size, frequency, characters };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel => TokenizerStage.Run(parsed.GetValue(data)!, stage.Out(parsed), new TokenizerRecipe
        {
            Kind = parsed.GetValue(characters) ? VocabularyKind.Characters : VocabularyKind.BytePairs,
            VocabularySize = parsed.GetValue(size),
            MinFrequency = parsed.GetValue(frequency),
        }, null, stage.Context(terminal, parsed, cancel)),
            result => [$"{result.VocabularySize} tokens learned in {result.Seconds:F1} s; {result.TrainTokens:N0} training tokens, {result.BytesPerToken:F2} bytes a token; in {result.Folder}"]));
        return command;
    }

    private static Command Encode(Terminal terminal)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "Model folder or tokenizer.json.", Required = true };
        var text = new Argument<string>("text") { Description = "Text; '-' reads standard input." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("encode", "Text to token ids.") { tokenizer, text, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var encoder = Tokenizer.Load(parsed.GetValue(tokenizer)!);
            var ids = encoder.Encode(parsed.GetValue(text) is "-" ? terminal.In.ReadToEnd() : parsed.GetValue(text)!);
            return new Encoded(ids, Array.ConvertAll(ids, encoder.TokenOf));
        }, result => [string.Join(' ', result.Ids)]));
        return command;
    }

    private static Command Decode(Terminal terminal)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "Model folder or tokenizer.json.", Required = true };
        var ids = new Argument<int[]>("ids") { Description = "Token ids.", Arity = ArgumentArity.OneOrMore };
        var special = new Option<bool>("--special") { Description = "Show special tokens." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("decode", "Token ids to text.") { tokenizer, ids, special, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
            new Decoded(Tokenizer.Load(parsed.GetValue(tokenizer)!).Decode(parsed.GetValue(ids), skipSpecial: !parsed.GetValue(special))), result => [result.Text]));
        return command;
    }

    private sealed record Encoded(int[] Ids, string[] Tokens);

    private sealed record Decoded(string Text);
}

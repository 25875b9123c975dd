using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Heed.Language.Tokens;
using Heed.Language.Tokens.Speed;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed tokenizer train | encode | decode | chat | speed</summary>
internal static class TokenizerCommand
{
    public static Command Create(Terminal terminal) => new("tokenizer", "Learn a vocabulary, or apply one.")
    {
        Train(terminal), Encode(terminal), Decode(terminal), ConversationCommand.Create(terminal), Speed(terminal),
    };

    private static Command Train(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "Folder made by 'heed data prepare'.", Required = true };
        var size = new Option<int>("--vocabulary-size") { Description = "Tokens at most, special ones included.", DefaultValueFactory = _ => 4096 };
        var frequency = new Option<int>("--min-frequency") { Description = "A pair must occur so often to be merged.", DefaultValueFactory = _ => 2 };
        var kind = new Option<VocabularyKind>("--kind")
        {
            Description = "byte-pairs (as GPT-2) | letter-pairs (as SentencePiece and Llama 2) | letters (one token a letter) | characters (one token for each byte that the text holds)",
            DefaultValueFactory = _ => VocabularyKind.BytePairs,
            CustomParser = Kind,
        };
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("train", "Learn a vocabulary and tokenise the data.") { data, kind, size, frequency };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel => TokenizerStage.Run(parsed.GetValue(data)!, stage.Out(parsed), new TokenizerRecipe
        {
            Kind = parsed.GetValue(kind),
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
        var special = new Option<bool>("--special") { Description = "Put the special tokens around that the tokenizer's file asks for." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output: ids, tokens, and which code points of the text each stands for." };
        var command = new Command("encode", "Text to token ids.") { tokenizer, text, special, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var encoded = Tokenizer.Load(parsed.GetValue(tokenizer)!).With(truncation: null, padding: null)
                .Annotate(parsed.GetValue(text) is "-" ? terminal.In.ReadToEnd() : parsed.GetValue(text)!, addSpecial: parsed.GetValue(special));
            return new Encoded(encoded.Ids, encoded.Tokens, [.. encoded.Offsets.Select(o => new[] { o.Start, o.End })], encoded.SpecialMask);
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

    private static Command Speed(Terminal terminal)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "Model folder or tokenizer.json.", Required = true };
        var text = new Option<string?>("--text") { Description = "A text file to encode besides the hardest texts." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("speed", "How fast a tokenizer encodes: a text of your own, and the hardest texts there are.") { tokenizer, text, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
            new TokenizerSpeed().Measure(Tokenizer.Load(parsed.GetValue(tokenizer)!), parsed.GetValue(text) is { } file ? ReadText(file) : null, terminal.Clock),
            rows => rows.Select(r => $"{r.MegabytesPerSecond,8:F1} MB/s  {r.Bytes / (double)r.Tokens,6:F2} bytes a token  {r.Text}")));
        return command;
    }

    private static string ReadText(string file) => File.Exists(file) ? File.ReadAllText(file)
        : throw new RecipeException("command line", [new Problem("--text", $"expected a file, found none at {file}", "give a text file")]);

    private static VocabularyKind Kind(ArgumentResult given)
    {
        var name = given.Tokens.Count == 1 ? given.Tokens[0].Value : "";
        foreach (var kind in Enum.GetValues<VocabularyKind>())
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()) == name.Replace('_', '-')) return kind;
        given.AddError($"'{name}' is no kind of vocabulary; byte-pairs, letter-pairs, letters and characters are.");
        return default;
    }

    private sealed record Encoded(IReadOnlyList<int> Ids, IReadOnlyList<string> Tokens, IReadOnlyList<int[]> Offsets, IReadOnlyList<bool> Special);

    private sealed record Decoded(string Text);
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Heed.Language.Templates;
using Heed.Language.Texts;
using Heed.Language.Tokens;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed tokenizer chat: how a tokenizer's chat template lays out a conversation, and which tokens are the assistant's.</summary>
internal static class ConversationCommand
{
    public static Command Create(Terminal terminal)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "Model folder.", Required = true };
        var input = new Argument<string>("conversation") { Description = "JSON file: an array of messages, or an object with messages, tools, documents and further variables; '-' reads standard input." };
        var ask = new Option<bool>("--ask") { Description = "End where the assistant is to speak." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output: text, tokens, which of them are the assistant's." };
        var command = new Command("chat", "Lay out a conversation by the chat template.") { tokenizer, input, ask, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var template = ChatTemplate.Of(Tokenizer.Load(parsed.GetValue(tokenizer)!), terminal.Clock);
            var given = Read(parsed.GetValue(input)!, terminal) with { AddGenerationPrompt = parsed.GetValue(ask) };
            var tokens = template.Encode(given);
            return new LaidOut(tokens.Text, tokens.Ids, tokens.Assistant, Warnings(template, given));
        }, result => [result.Text, .. result.Warnings]));
        return command;
    }

    private static ChatInput Read(string file, Terminal terminal)
    {
        if (file != "-" && !File.Exists(file)) throw Wrong(file, "no such file");
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(file == "-" ? terminal.In.ReadToEnd() : File.ReadAllText(file));
        }
        catch (System.Text.Json.JsonException e)
        {
            throw Wrong(file, $"line {e.LineNumber + 1} is no JSON");
        }
        if (json is JsonArray messages) return new ChatInput { Messages = messages.DeepClone().AsArray() };
        if (json is not JsonObject all || all["messages"] is not JsonArray listed) throw Wrong(file, "expected messages");
        string[] named = ["messages", "tools", "documents"];
        return new ChatInput
        {
            Messages = listed.DeepClone().AsArray(),
            Tools = all["tools"]?.DeepClone() as JsonArray,
            Documents = all["documents"]?.DeepClone() as JsonArray,
            More = new JsonObject(all.Where(v => !named.Contains(v.Key)).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())))
        };
    }

    // Only conversations of plain messages can be cut turn by turn.
    private static List<string> Warnings(ChatTemplate template, ChatInput input)
    {
        var plain = input.Messages.OfType<JsonObject>().Where(m => m.Count == 2 && m["role"] is JsonValue && m["content"] is JsonValue).Select(m => new Message((string)m["role"]!, m["content"]!.ToString())).ToList();
        var warnings = new List<string>();
        if (plain.Count == 0 || plain.Count < input.Messages.Count || input.Tools is not null) return warnings;
        if (template.FirstUnkeptTurn(new Conversation(plain)) is { } turn) warnings.Add($"warning: the template rewrites what came before turn {turn + 1} once that turn and what follows are there; training on it teaches a text that is never asked for");
        if (template.DoubledStart(new Conversation(plain)) is { } doubled) warnings.Add(doubled);
        return warnings;
    }

    private static RecipeException Wrong(string file, string found) => new("command line", [new Problem("conversation", $"{file}: {found}", "give a JSON array of messages with role and content")]);

    private sealed record LaidOut(string Text, IReadOnlyList<int> Ids, IReadOnlyList<bool> Assistant, IReadOnlyList<string> Warnings);
}

using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Alpaca's keys: the input (Dolly's context), where there is one, follows the instruction after a blank line; earlier turns are a history of pairs.</summary>
internal static class Instruction
{
    public static IReadOnlyList<Message> Prompt(JsonObject record)
    {
        var instruction = RecordText.Required(record, "instruction").Trim();
        var input = RecordText.Optional(record, "input") ?? RecordText.Optional(record, "context");
        return Asked.WithSystem(record, [.. History(record["history"]), Message.FromUser(input is null ? instruction : $"{instruction}\n\n{input.Trim()}")]);
    }

    /// <exception cref="BadRecordException">There is more than one question.</exception>
    public static JsonObject Write(Conversation prompt) => prompt.Messages switch
    {
        [{ Role: Roles.User } question] => new() { ["instruction"] = question.Content, ["input"] = "" },
        [{ Role: Roles.System } system, { Role: Roles.User } question] => new() { ["system"] = system.Content, ["instruction"] = question.Content, ["input"] = "" },
        _ => throw new BadRecordException("an instruction has no place for earlier turns")
    };

    private static IEnumerable<Message> History(JsonNode? history) => (history as JsonArray ?? []).SelectMany(pair => pair is JsonArray { Count: 2 } turns
        ? new[] { Message.FromUser(RecordText.Of(turns[0], "history")), Message.FromAssistant(RecordText.Of(turns[1], "history")) }
        : throw new BadRecordException("'history' holds something that is no pair of a question and an answer"));
}

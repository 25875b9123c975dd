using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Alpaca's keys: the input, where there is one, follows the instruction after a blank line.</summary>
internal static class Instruction
{
    public static IReadOnlyList<Message> Prompt(JsonObject record)
    {
        var instruction = RecordText.Required(record, "instruction").Trim();
        var question = Message.FromUser(RecordText.Optional(record, "input") is { } input ? $"{instruction}\n\n{input.Trim()}" : instruction);
        return RecordText.Optional(record, "system") is { } system ? [Message.FromSystem(system.Trim()), question] : [question];
    }
}

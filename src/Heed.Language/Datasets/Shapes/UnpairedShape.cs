using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>An answer with a thumb up or down: TRL's unpaired preference, and conversations with a label (KTO in LLaMA-Factory).</summary>
internal sealed class UnpairedShape : DataShape
{
    private static readonly string[] Labels = ["label", "kto_tag"];

    public override string Name => "unpaired";

    public override string Keys => "prompt, completion, label (or messages, label; kto_tag)";

    public override Meaning Meaning => Meaning.Thumbs;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => Labels.Any(k => IsThumb(record[k]))
        && (ConversationParts.Has(record) || CompletionShape.HasBoth(record) || InstructionShape.HasBoth(record));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var key = Labels.FirstOrDefault(record.ContainsKey) ?? Labels[0];
        if (record[key] is not { } label) throw new BadRecordException($"'{key}' is missing");
        var (turns, answer) = Parts(record);
        var (prompt, completion) = (ExampleParts.Prompt(turns, record), ExampleParts.Said(answer, "the answer"));
        return [new Thumb(ExampleParts.Id(record, prompt, completion), prompt, completion, RecordNumber.Truth(label, key))];
    }

    private static (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record)
    {
        if (!CompletionShape.HasBoth(record) && InstructionShape.HasBoth(record)) return InstructionShape.Parts(record);
        var (prompt, answer) = CompletionShape.HasBoth(record) ? CompletionShape.Parts(record) : ConversationParts.Read(record);
        return (prompt, Answer.Words(answer, "the answer"));
    }

    // A label that counts classes is another thing.
    private static bool IsThumb(JsonNode? label) => label is JsonValue value && (value.TryGetValue<bool>(out _) || RecordNumber.Of(value) is 0 or 1 || (RecordText.TryText(value, out var text) && bool.TryParse(text, out _)));

    internal override JsonObject Write(Example example)
    {
        var thumb = (Thumb)example;
        return new() { ["id"] = thumb.Id, ["prompt"] = MessageList.Of(thumb.Prompt.Messages), ["completion"] = MessageList.Of(Message.FromAssistant(thumb.Completion)), ["label"] = thumb.Good };
    }
}

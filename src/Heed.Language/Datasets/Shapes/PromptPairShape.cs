using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt apart (a text, a dialogue in a text, or a list of messages) and two answers.</summary>
internal sealed class PromptPairShape : PreferenceShape
{
    private static readonly string[] Lists = ["prompt", "messages", "conversations"];

    public override string Name => "prompt and two answers (prompt or messages or conversations, chosen, rejected)";

    public static bool HasPromptList(JsonObject record) => Lists.Any(k => RecordText.IsList(record, k));

    public override bool Fits(JsonObject record) => record.ContainsKey("chosen") && record.ContainsKey("rejected")
        && (HasPromptList(record) || RecordText.IsText(record, "prompt") || RecordText.IsText(record, "question"));

    protected override (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Sides(JsonObject record) =>
        (PromptOf(record), Answer.Read(record, "chosen"), Answer.Read(record, "rejected"));

    public static IReadOnlyList<Message> PromptOf(JsonObject record)
    {
        if (Lists.FirstOrDefault(k => RecordText.IsList(record, k)) is { } list) return EndingBeforeAnswer(MessageList.Read(record[list], list), list);
        var prompt = RecordText.Required(record, RecordText.IsText(record, "prompt") || !record.ContainsKey("question") ? "prompt" : "question");
        IReadOnlyList<Message> turns = Dialogue.Looks(prompt) ? Dialogue.Read(prompt) : [Message.FromUser(prompt.Trim())];
        // 'Assistant:' at the end of a dialogue only says whose turn it is.
        if (turns is [.., { Role: Roles.Assistant, Content: "" }]) turns = [.. turns.SkipLast(1)];
        turns = EndingBeforeAnswer(turns, "prompt");
        return RecordText.Optional(record, "system") is { } system ? [Message.FromSystem(system.Trim()), .. turns] : turns;
    }

    private static IReadOnlyList<Message> EndingBeforeAnswer(IReadOnlyList<Message> prompt, string what) =>
        prompt[^1].Role != Roles.Assistant ? prompt : throw new BadRecordException($"'{what}' ends with the assistant; expected the user's turn last");
}

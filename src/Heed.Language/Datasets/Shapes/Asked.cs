using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt apart from its answers: a text, a dialogue in a text, or a list of messages.</summary>
internal static class Asked
{
    private static readonly string[] Lists = ["prompt", "messages", "conversations"];

    public static bool HasList(JsonObject record) => Lists.Any(k => RecordText.IsList(record, k));

    /// <summary>Whether the record has a prompt that is no whole conversation.</summary>
    public static bool Has(JsonObject record) => RecordText.IsText(record, "prompt") || RecordText.IsList(record, "prompt") || RecordText.IsText(record, "question");

    public static IReadOnlyList<Message> Read(JsonObject record)
    {
        if (!RecordText.IsText(record, "prompt") && Lists.FirstOrDefault(k => RecordText.IsList(record, k)) is { } list)
            return WithSystem(record, EndingBeforeAnswer(MessageList.Read(record[list], list), list));
        var prompt = RecordText.Required(record, RecordText.IsText(record, "prompt") || !record.ContainsKey("question") ? "prompt" : "question");
        return WithSystem(record, Text(prompt));
    }

    /// <summary>A prompt in one string: the user's words, or a dialogue that ends before the assistant speaks.</summary>
    public static IReadOnlyList<Message> Text(string prompt)
    {
        IReadOnlyList<Message> turns = Dialogue.Looks(prompt) ? Dialogue.Read(prompt) : [Message.FromUser(prompt.Trim())];
        // 'Assistant:' at the end of a dialogue only says whose turn it is.
        if (turns is [.., { Role: Roles.Assistant, Content: "" }]) turns = [.. turns.SkipLast(1)];
        return EndingBeforeAnswer(turns, "prompt");
    }

    public static IReadOnlyList<Message> WithSystem(JsonObject record, IReadOnlyList<Message> turns) =>
        RecordText.IsText(record, "system") && RecordText.Optional(record, "system") is { } system && turns is not [{ Role: Roles.System }, ..] ? [Message.FromSystem(system.Trim()), .. turns] : turns;

    public static IReadOnlyList<Message> EndingBeforeAnswer(IReadOnlyList<Message> prompt, string what) =>
        prompt.Count == 0 ? throw new BadRecordException($"'{what}' is empty")
        : prompt[^1].Role != Roles.Assistant ? prompt : throw new BadRecordException($"'{what}' ends with the assistant; expected the user's turn last");
}

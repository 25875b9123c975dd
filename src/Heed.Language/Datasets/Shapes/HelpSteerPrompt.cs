using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>HelpSteer's prompts: earlier turns stand in the same string, each after a mark with the speaker's name and a line end.</summary>
internal static class HelpSteerPrompt
{
    private const string Mark = "<extra_id_1>";

    public static IReadOnlyList<Message> Read(string prompt)
    {
        var parts = prompt.Split(Mark);
        var turns = parts.Skip(parts[0].Trim().Length == 0 ? 1 : 0).Select((p, i) => Turn(p, first: i == 0)).ToList();
        if (turns is [.., { Role: Roles.Assistant, Content: "" }]) turns.RemoveAt(turns.Count - 1);
        return Asked.EndingBeforeAnswer(turns, "prompt");
    }

    private static Message Turn(string part, bool first)
    {
        var end = part.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? part : part[..end]).Trim() switch
        {
            "User" => Message.FromUser(part[(end < 0 ? part.Length : end)..].Trim()),
            "Assistant" => Message.FromAssistant(part[(end < 0 ? part.Length : end)..].Trim()),
            _ when first => Message.FromUser(part.Trim()),
            _ => throw new BadRecordException($"a turn after '{Mark}' names no speaker")
        };
    }
}

using System.Text.RegularExpressions;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Dialogues written in one string, as in Anthropic's HH data: <c>\n\nHuman: …\n\nAssistant: …</c>.</summary>
internal static partial class Dialogue
{
    public static bool Looks(string text) => text.AsSpan().TrimStart().StartsWith("Human:");

    /// <summary>The turns, white space off their ends.</summary>
    /// <exception cref="BadRecordException">The text does not start with a turn.</exception>
    public static IReadOnlyList<Message> Read(string text)
    {
        var marks = Mark().Matches(text);
        if (marks.Count == 0 || text.AsSpan(0, marks[0].Index).Trim().Length > 0) throw new BadRecordException("the dialogue does not start with 'Human:'");
        var turns = new List<Message>(marks.Count);
        for (var i = 0; i < marks.Count; i++)
        {
            var start = marks[i].Index + marks[i].Length;
            var end = i + 1 < marks.Count ? marks[i + 1].Index : text.Length;
            turns.Add(new Message(marks[i].Groups[1].Value == "Human" ? Roles.User : Roles.Assistant, text[start..end].Trim()));
        }
        return turns;
    }

    /// <summary>The same turns in one string.</summary>
    /// <exception cref="BadRecordException">A dialogue has no place for a turn, or would read otherwise.</exception>
    public static string Write(Conversation conversation)
    {
        if (conversation.Messages.FirstOrDefault(m => m.Role is not (Roles.User or Roles.Assistant)) is { } other) throw new BadRecordException($"a dialogue has no place for the role '{other.Role}'");
        if (conversation.Messages.Any(m => m.ToolCalls is not null)) throw new BadRecordException("a dialogue has no place for calls of tools");
        var text = string.Concat(conversation.Messages.Select(m => $"\n\n{(m.Role == Roles.User ? "Human" : "Assistant")}: {m.Content.Trim()}"));
        return Read(text).Count == conversation.Messages.Count ? text : throw new BadRecordException("a message holds a line that starts with 'Human:' or 'Assistant:'");
    }

    [GeneratedRegex(@"(?:\A\s*|\n\n)(Human|Assistant):")]
    private static partial Regex Mark();
}

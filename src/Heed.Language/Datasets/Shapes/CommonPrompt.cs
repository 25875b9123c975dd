using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two conversations that must be alike but for the assistant's last message.</summary>
internal static class CommonPrompt
{
    public static (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Split(IReadOnlyList<Message> chosen, IReadOnlyList<Message> rejected)
    {
        if (chosen[^1].Role != Roles.Assistant) throw new BadRecordException("the chosen side does not end with the assistant");
        if (rejected[^1].Role != Roles.Assistant) throw new BadRecordException("the rejected side does not end with the assistant");
        if ((chosen[^1].ToolCalls ?? rejected[^1].ToolCalls) is not null) throw new BadRecordException("an answer calls a tool; expected two answers in words");
        var prompt = chosen.SkipLast(1).ToList();
        if (!Spoken(prompt).SequenceEqual(Spoken(rejected.SkipLast(1))))
        {
            var turn = Spoken(prompt).Zip(Spoken(rejected.SkipLast(1))).TakeWhile(p => p.First == p.Second).Count() + 1;
            throw new BadRecordException($"the two sides differ before the last answer, at turn {turn}");
        }
        return (prompt, chosen[^1].Content, rejected[^1].Content);
    }

    // Numbers and marks beside the words may differ between two copies of a turn.
    private static IEnumerable<Message> Spoken(IEnumerable<Message> turns) => turns.Select(m => m with { Other = null });
}

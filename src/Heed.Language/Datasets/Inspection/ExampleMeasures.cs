using Heed.Language.Texts;

namespace Heed.Language.Datasets.Inspection;

/// <summary>Lengths and shares over all examples.</summary>
internal sealed class ExampleMeasures
{
    private readonly Dictionary<string, LengthCounts> _lengths = [];
    private readonly SortedDictionary<string, (double Sum, long Count)> _shares = new(StringComparer.Ordinal);

    public IReadOnlyList<InspectedLengths> Lengths => [.. _lengths.Select(l =>
        new InspectedLengths(l.Key, l.Value.Count, l.Value.Least, l.Value.Quantile(0.5), l.Value.Mean, l.Value.Quantile(0.95), l.Value.Most, l.Value.Histogram()))];

    public IReadOnlyDictionary<string, double> Figures => _shares.ToDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count);

    public void Add(Example example)
    {
        foreach (var (part, text) in Parts(example)) Length(part, text);
        switch (example)
        {
            case Preference pair:
                var (chosen, rejected) = (Characters(pair.Chosen), Characters(pair.Rejected));
                Share("chosen_longer", chosen == rejected ? 0.5 : chosen > rejected ? 1 : 0);
                break;
            case Thumb thumb:
                Share("good", thumb.Good ? 1 : 0);
                break;
            case Solution solution:
                Share("all_steps_right", solution.AllRight ? 1 : 0);
                Share("steps", solution.Steps.Count);
                break;
            case Ranking ranking:
                Share("answers", ranking.Answers.Count);
                break;
        }
        if (Prompt(example) is not { } prompt) return;
        Share("turns", prompt.Messages.Count(m => m.Role != Roles.System) + (example is Question ? 0 : 1));
        Share("tool_turns", prompt.Messages.Count(IsOfTool) + (example is Demonstration { Answer: var answer } && IsOfTool(answer) ? 1 : 0));
        Share("system_prompt", prompt.Messages.Any(m => m.Role == Roles.System) ? 1 : 0);
    }

    /// <summary>Every text of an example, with the name of the part it is.</summary>
    public static IEnumerable<(string Part, string Text)> Parts(Example example) =>
    [
        .. Prompt(example) is { } prompt ? [("prompt", string.Join('\n', prompt.Messages.Select(m => m.Content)))] : Array.Empty<(string, string)>(),
        .. example switch
        {
            PlainText text => [("text", text.Text)],
            Demonstration demonstration => [("answer", demonstration.Completion)],
            Preference pair => [("chosen", pair.Chosen), ("rejected", pair.Rejected)],
            Thumb thumb => [("answer", thumb.Completion)],
            Ranking ranking => ranking.Answers.Select(a => ("answer", a.Text)),
            Solution solution => solution.Steps.Select(s => ("step", s.Text)),
            _ => Array.Empty<(string, string)>()
        }
    ];

    private static bool IsOfTool(Message message) => message.Role == Roles.Tool || message.ToolCalls is not null;

    private static Conversation? Prompt(Example example) => (Reduction.Of(example, Meaning.Prompts).FirstOrDefault() as Question)?.Prompt;

    private void Length(string part, string text)
    {
        if (!_lengths.TryGetValue(part, out var counts)) _lengths[part] = counts = new();
        counts.Add(Characters(text));
    }

    private void Share(string name, double value)
    {
        var (sum, count) = _shares.GetValueOrDefault(name);
        _shares[name] = (sum + value, count + 1);
    }

    private static int Characters(string text)
    {
        var halves = 0;
        foreach (var letter in text)
            if (char.IsLowSurrogate(letter)) halves++;
        return text.Length - halves;
    }
}

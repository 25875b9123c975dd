using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>An answer in steps, each judged (process supervision).</summary>
public sealed record Solution(string Id, Conversation Prompt, IReadOnlyList<SolutionStep> Steps) : Example(Id)
{
    /// <summary>What stands between two steps of the answer as a whole.</summary>
    public const string Separator = "\n";

    public bool AllRight => Steps.All(s => s.Right);

    public string Text => string.Join(Separator, Steps.Select(s => s.Text));
}

public sealed record SolutionStep(string Text, bool Right);

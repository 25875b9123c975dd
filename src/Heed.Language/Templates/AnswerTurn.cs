namespace Heed.Language.Templates;

/// <summary>What stands after the prompt's text once the answer follows, up to the end token.</summary>
/// <param name="KeepsPrompt">Whether the whole begins with the prompt's text.</param>
internal sealed record AnswerTurn(string Text, bool KeepsPrompt)
{
    /// <param name="before">The prompt's text, up to where the assistant speaks.</param>
    /// <param name="whole">Prompt and answer.</param>
    /// <param name="answer">The answer as it stands in the whole.</param>
    public static AnswerTurn Find(string before, string whole, string answer, string? endToken)
    {
        var keeps = whole.StartsWith(before, StringComparison.Ordinal);
        var start = keeps ? before.Length : Start(before, whole, answer);
        var written = whole.IndexOf(answer, start, StringComparison.Ordinal);
        var from = written < 0 ? start : written + answer.Length;
        var end = endToken is null ? -1 : SpecialTokenGuard.Find(whole, endToken, from);
        return new AnswerTurn(end < 0 ? whole[start..] + endToken : whole[start..(end + endToken!.Length)], keeps);
    }

    // Where the prompt is not kept: the answer's own words, else what the two texts have not in common.
    private static int Start(string before, string whole, string answer)
    {
        var at = answer.Length == 0 ? -1 : whole.LastIndexOf(answer, StringComparison.Ordinal);
        return at >= 0 ? at : before.AsSpan().CommonPrefixLength(whole);
    }
}

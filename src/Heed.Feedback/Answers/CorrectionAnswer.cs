using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>What the answer of a <see cref="CorrectionItem"/> should have been; equal to it where it was right.</summary>
public sealed record CorrectionAnswer(string Text) : Answer
{
    /// <summary>The same words.</summary>
    public override bool AgreesWith(Answer known) => known is CorrectionAnswer other && Words(other.Text).SequenceEqual(Words(Text));

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<CorrectionItem>(item, _ => Expect(Text.Trim().Length > 0, "a correction must not be empty"));

    protected override Answer Reordered(IReadOnlyList<int> order) => this;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

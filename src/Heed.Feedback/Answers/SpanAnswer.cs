using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>A marked place: UTF-16 code units from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
public sealed record Span(int Start, int End, string Label);

/// <summary>The marked places of a <see cref="SpanItem"/>'s answer; none where nothing is wrong.</summary>
public sealed record SpanAnswer(IReadOnlyList<Span> Spans) : Answer
{
    /// <summary>Every known place is touched by one of the same label, and no other is marked.</summary>
    public override bool AgreesWith(Answer known) => known is SpanAnswer other && Covers(other.Spans, Spans) && Covers(Spans, other.Spans);

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<SpanItem>(item, spans =>
    [
        .. Expect(Spans.All(s => s.Start >= 0 && s.Start < s.End && s.End <= spans.Answer.Text.Length), $"a span lies within the {spans.Answer.Text.Length} characters of the answer"),
        .. Expect(Spans.All(s => spans.Labels.Contains(s.Label)), $"labels are {string.Join(", ", spans.Labels)}"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order) => this;

    private static bool Covers(IReadOnlyList<Span> all, IReadOnlyList<Span> by) => all.All(a => by.Any(b => a.Label == b.Label && a.Start < b.End && b.Start < a.End));
}

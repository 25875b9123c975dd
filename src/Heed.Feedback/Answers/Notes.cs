using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>A mark on one answer: unsafe, private, wrong language, broken, …</summary>
public sealed record AnswerFlag(int Candidate, string Label);

/// <summary>What an answer should have been.</summary>
public sealed record AnswerEdit(int Candidate, string Text);

/// <summary>A rating of one answer on one attribute, beside another judgement.</summary>
public sealed record AnswerScore(int Candidate, string Attribute, int Value);

/// <summary>What goes with a judgement of any kind.</summary>
public sealed record Notes
{
    /// <summary>Reason chips: truth, instruction, tone, …</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Free text.</summary>
    public string? Comment { get; init; }

    /// <summary>Marks on single answers.</summary>
    public IReadOnlyList<AnswerFlag> Flags { get; init; } = [];

    /// <summary>Ratings of single answers.</summary>
    public IReadOnlyList<AnswerScore> Scores { get; init; } = [];

    /// <summary>The better answer, mended; null where it was left alone.</summary>
    public AnswerEdit? Edit { get; init; }

    public IEnumerable<string> Problems(FeedbackItem item) =>
        Flags.Select(f => f.Candidate).Concat(Scores.Select(s => s.Candidate)).Concat(Edit is null ? [] : [Edit.Candidate])
            .Where(c => c < 0 || c >= item.Candidates.Count).Distinct().Select(c => $"a note is about answer {c + 1}, but there are {item.Candidates.Count}");

    public Notes InItemOrder(IReadOnlyList<int> order) => this with
    {
        Flags = [.. Flags.Select(f => f with { Candidate = order[f.Candidate] })],
        Scores = [.. Scores.Select(s => s with { Candidate = order[s.Candidate] })],
        Edit = Edit is null ? null : Edit with { Candidate = order[Edit.Candidate] },
    };
}

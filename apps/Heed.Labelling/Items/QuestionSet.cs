using Heed.Feedback.Items;

namespace Heed.Labelling.Items;

/// <summary>What a project asks beside the judgement itself.</summary>
public sealed record QuestionSet
{
    /// <summary>Reason chips; known ones are translated, others stand as they are.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = ["truth", "instruction", "tone", "length", "safety", "format"];

    /// <summary>Flags of single responses.</summary>
    public IReadOnlyList<string> Flags { get; init; } = ["unsafe", "pii", "language", "broken"];

    /// <summary>Optional ratings of single responses beside a comparison.</summary>
    public IReadOnlyList<RatingScale> Scales { get; init; } = [];
}

using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>Answers to one prompt with scores; one answer alone is none the less a ranking.</summary>
public sealed record Ranking(string Id, Conversation Prompt, IReadOnlyList<ScoredAnswer> Answers) : Example(Id);

/// <summary>An answer and how good it was held: more is better, of use only beside the other answers to the same prompt. Null: nobody said.</summary>
public sealed record ScoredAnswer(string Text, double? Score);

using Heed.Language.Texts;

namespace Heed.Evaluation.Policies;

/// <summary>What a model said to a held-out prompt.</summary>
/// <param name="Text">The answer without special tokens.</param>
/// <param name="Tokens">Its tokens, with the end token where it ended.</param>
/// <param name="Ended">It ended by itself, before the limit.</param>
public sealed record Answer(string Text, IReadOnlyList<int> Tokens, bool Ended)
{
    /// <summary>KL divergence of the model from the reference on this answer, nats (<see cref="ResponseKl"/>); null where not measured.</summary>
    public double? Kl { get; init; }

    /// <summary>Mean entropy of the model's next-token distribution along the answer, nats a token; null where not measured.</summary>
    public double? Entropy { get; init; }
}

/// <summary>An answer with what it answers.</summary>
public sealed record PromptedAnswer(Prompt Prompt, Answer Answer);

/// <summary>A model and its answers, one a prompt, in the order of the prompts.</summary>
public sealed record AnsweringModel(string Name, IReadOnlyList<Answer> Answers);

/// <summary>Scores answers, in order: a reward model, or a hidden gold reward that only the caller knows.</summary>
public delegate IReadOnlyList<double> AnswerScorer(IReadOnlyList<PromptedAnswer> answers);

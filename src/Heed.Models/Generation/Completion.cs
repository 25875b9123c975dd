namespace Heed.Models.Generation;

/// <summary>One finished answer.</summary>
/// <param name="Prompt">The prompt's token ids, as given.</param>
/// <param name="Tokens">The sampled ids in order, with the end id if one ended the answer.</param>
/// <param name="LogProbs">Of each sampled token, in nats, in the full distribution at the sampling temperature.</param>
/// <param name="Ended">The model ended the answer itself, by an end id, a stop string or the end of its grammar; false where it was cut.</param>
public sealed record Completion(int[] Prompt, int[] Tokens, float[] LogProbs, bool Ended)
{
    /// <summary>Of each sampled token, in the distribution it was drawn from, after penalties and filters; equal to <see cref="LogProbs"/> without any.</summary>
    public required float[] FilteredLogProbs { get; init; }

    public required StopReason Reason { get; init; }

    /// <summary>The answer as text without the stop string and special tokens; null for a generator without a tokenizer.</summary>
    public string? Text { get; init; }

    /// <summary>For each sampled token the most probable ones in its place, best first; null where none were asked for.</summary>
    public IReadOnlyList<TokenLogProb[]>? TopLogProbs { get; init; }

    /// <summary>Tokens that were guessed ahead and judged; 0 without speculation.</summary>
    public int Guessed { get; init; }

    /// <summary>Those of them that became tokens of the answer.</summary>
    public int GuessedRight { get; init; }
}

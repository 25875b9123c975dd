namespace Heed.Models.Generation.Speculation;

/// <summary>Guesses that what followed the last few tokens before follows them again (Saxena 2023, "Prompt lookup decoding").</summary>
internal sealed class EarlierText(SpeculationOptions options) : IGuesser
{
    public void Reserve(IReadOnlyList<Sequence> sequences) { }

    public void Guess(IReadOnlyList<Sequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            sequence.ClearGuesses();
            foreach (var token in Next(sequence.SoFar.Tokens, Math.Min(options.Ahead, sequence.RoomToGuess))) sequence.Add(new Guess(token, null));
        }
    }

    public void Forget(Sequence sequence) { }

    public void Refresh() { }

    public void Dispose() { }

    /// <summary>What stands after the last place at which the longest possible ending stood before.</summary>
    private ReadOnlySpan<int> Next(ReadOnlySpan<int> tokens, int most)
    {
        for (var length = Math.Min(options.LongestMatch, tokens.Length - 1); length > 0; length--)
        {
            var at = tokens[..^1].LastIndexOf(tokens[^length..]);
            if (at >= 0) return tokens.Slice(at + length, Math.Min(most, tokens.Length - at - length));
        }
        return [];
    }
}

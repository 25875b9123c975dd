using Heed.Models.Architecture;
using Heed.Models.Training;

namespace Heed.Evaluation.Likelihood;

/// <summary>Tokens to score.</summary>
/// <param name="Tokens">The whole sequence.</param>
/// <param name="First">Tokens before it are context; at least 1, since the first token is predicted by nothing.</param>
public readonly record struct ScoredSequence(int[] Tokens, int First = 1);

/// <summary>What a model made of the scored tokens of one sequence: log-probabilities, and entropies of the whole distributions, in nats.</summary>
public sealed record TokenScores(float[] LogProbs, float[] Entropies);

/// <summary>Log-probabilities of given tokens under a decoder, in packed batches; one forward pass a token.</summary>
/// <param name="model">The decoder; it is only read.</param>
/// <param name="tokensAPass">Tokens of a batch, about; a longer sequence makes a batch of its own.</param>
public sealed class TokenScorer(Decoder model, int tokensAPass = 4096)
{
    public IReadOnlyList<TokenScores> Score(IReadOnlyList<ScoredSequence> sequences, CancellationToken cancellation = default)
    {
        var scores = new List<TokenScores>(sequences.Count);
        for (var start = 0; start < sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var (count, tokens) = (0, 0);
            while (start + count < sequences.Count && (count == 0 || tokens + sequences[start + count].Tokens.Length <= tokensAPass))
                tokens += sequences[start + count++].Tokens.Length;
            scores.AddRange(ScoreBatch([.. sequences.Skip(start).Take(count)]));
            start += count;
        }
        return scores;
    }

    private IEnumerable<TokenScores> ScoreBatch(ScoredSequence[] sequences)
    {
        if (sequences.FirstOrDefault(s => s.First < 1) is { Tokens: not null } wrong)
            throw new ArgumentException($"scored from token {wrong.First} on; expected 1 or more, since the first token is predicted by nothing");
        var batch = PackedBatch.Of([.. sequences.Select(s => s.Tokens)]);
        var rows = new List<int>();
        for (var s = 0; s < sequences.Length; s++)
            for (var t = sequences[s].First; t < sequences[s].Tokens.Length; t++) rows.Add(batch.Starts[s] + t - 1);
        using var pass = model.Forward(batch, train: false);
        var (logProbs, entropies) = pass.Evaluate([.. rows], [.. rows.Select(r => batch.Tokens[r + 1])]);
        var scores = new TokenScores[sequences.Length];
        for (int s = 0, at = 0; s < sequences.Length; s++)
        {
            var count = Math.Max(0, sequences[s].Tokens.Length - sequences[s].First);
            scores[s] = new TokenScores(logProbs[at..(at + count)], entropies[at..(at + count)]);
            at += count;
        }
        return scores;
    }
}

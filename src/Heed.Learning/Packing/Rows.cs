using Heed.Models.Architecture;

namespace Heed.Learning.Packing;

/// <summary>Sequences packed for next-token prediction: each token but a sequence's first is a target of the row before it.</summary>
internal sealed class Rows
{
    public Rows(IReadOnlyList<int[]> sequences)
    {
        Tokens = PackedBatch.Of([.. sequences.Select(s => s[..^1])]);
        Targets = [.. sequences.SelectMany(s => s.Skip(1))];
        Predicting = [.. Enumerable.Range(0, Targets.Length)];
    }

    /// <summary>The sequences without their last tokens.</summary>
    public PackedBatch Tokens { get; }

    /// <summary>(N), all rows.</summary>
    public int[] Predicting { get; }

    /// <summary>(N), the next token of each row.</summary>
    public int[] Targets { get; }

    /// <summary>Cuts sequences into batches of at most this many tokens, in order; a single longer one stands alone.</summary>
    public static IEnumerable<IReadOnlyList<int[]>> Split(IEnumerable<int[]> sequences, int tokens)
    {
        var (batch, used) = (new List<int[]>(), 0);
        foreach (var sequence in sequences)
        {
            if (batch.Count > 0 && used + sequence.Length - 1 > tokens)
            {
                yield return batch;
                (batch, used) = ([], 0);
            }
            batch.Add(sequence);
            used += sequence.Length - 1;
        }
        if (batch.Count > 0) yield return batch;
    }
}

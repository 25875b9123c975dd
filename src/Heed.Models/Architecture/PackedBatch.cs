namespace Heed.Models.Architecture;

/// <summary>Sequences one after another without padding: N tokens in all. Only attention and positions see the borders.</summary>
public sealed class PackedBatch
{
    private readonly int? _span;

    private PackedBatch(int[] tokens, int[] positions, int[] starts, int? span)
    {
        (Tokens, Positions, Starts, _span) = (tokens, positions, starts, span);
        for (var s = 0; s < Sequences; s++) Longest = Math.Max(Longest, starts[s + 1] - starts[s]);
    }

    /// <summary>(N)</summary>
    public int[] Tokens { get; }

    /// <summary>(N): 0 at the start of each sequence.</summary>
    public int[] Positions { get; }

    /// <summary>(S + 1): the first token of each sequence, and N.</summary>
    public int[] Starts { get; }

    public int Count => Tokens.Length;

    /// <summary>Tokens of the longest sequence.</summary>
    public int Longest { get; }

    public int Sequences => Starts.Length - 1;

    /// <summary>The length that rotary frequencies which depend on it (dynamic, longrope) are made for in a sequence.</summary>
    public int Span(int sequence) => _span ?? Starts[sequence + 1] - Starts[sequence];

    /// <param name="sequences">Their tokens.</param>
    /// <param name="span">The length that frequencies are made for, as padding to it would have it; null: each sequence's own, so that none depends on the others.</param>
    public static PackedBatch Of(IReadOnlyList<int[]> sequences, int? span = null)
    {
        var starts = new int[sequences.Count + 1];
        for (var s = 0; s < sequences.Count; s++) starts[s + 1] = starts[s] + sequences[s].Length;
        var tokens = new int[starts[^1]];
        var positions = new int[starts[^1]];
        for (var s = 0; s < sequences.Count; s++)
        {
            sequences[s].CopyTo(tokens, starts[s]);
            for (var t = 0; t < sequences[s].Length; t++) positions[starts[s] + t] = t;
        }
        return new PackedBatch(tokens, positions, starts, span);
    }
}

namespace Heed.Models.Architecture;

/// <summary>Sequences one after another without padding: N tokens in all. Only attention and positions see the borders.</summary>
public sealed class PackedBatch
{
    private PackedBatch(int[] tokens, int[] positions, int[] starts) => (Tokens, Positions, Starts) = (tokens, positions, starts);

    /// <summary>(N)</summary>
    public int[] Tokens { get; }

    /// <summary>(N): 0 at the start of each sequence.</summary>
    public int[] Positions { get; }

    /// <summary>(S + 1): the first token of each sequence, and N.</summary>
    public int[] Starts { get; }

    public int Count => Tokens.Length;

    public int Sequences => Starts.Length - 1;

    public static PackedBatch Of(IReadOnlyList<int[]> sequences)
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
        return new PackedBatch(tokens, positions, starts);
    }
}

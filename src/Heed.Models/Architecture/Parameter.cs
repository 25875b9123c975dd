namespace Heed.Models.Architecture;

/// <summary>How a parameter starts.</summary>
public enum Initialisation
{
    Zeros,
    Ones,
    /// <summary>Normal with the embedding's standard deviation.</summary>
    Embedding,
    /// <summary>Normal with the linear maps' standard deviation.</summary>
    Linear,
    /// <summary>As linear, divided by √(2·layers): maps that end a residual branch (Radford et al. 2019).</summary>
    ResidualOutput,
}

/// <summary>How a file lays out what the buffer holds as (outputs, inputs).</summary>
public enum FileOrder
{
    AsInBuffer,
    /// <summary>(inputs, outputs): GPT-2's linear maps.</summary>
    Transposed,
    /// <summary>Outputs by head, in each its query, key and value (GPT-NeoX); the buffer has all queries, all keys, all values.</summary>
    HeadByHead,
}

/// <summary>One tensor of a model in the flat buffer: rows by columns, row-major; a vector is one row.</summary>
/// <param name="Name">The Hugging Face name.</param>
/// <param name="Offset">First element in the flat buffer.</param>
/// <param name="Rows">Outputs of a linear map, tokens of an embedding, 1 for a vector.</param>
/// <param name="Columns">Inputs.</param>
/// <param name="Start">How it is initialised.</param>
/// <param name="Order">How the file stores it.</param>
/// <param name="Heads">Heads, where the order needs them.</param>
public sealed record Parameter(string Name, long Offset, int Rows, int Columns, Initialisation Start, FileOrder Order = FileOrder.AsInBuffer, int Heads = 1)
{
    public long Length => (long)Rows * Columns;

    /// <summary>Matrices decay, vectors do not.</summary>
    public bool Decays => Rows > 1;

    /// <summary>A linear map inside the stack, neither embedding nor head.</summary>
    public bool Hidden { get; init; }

    public bool IsVector => Rows == 1 && Start is (Initialisation.Zeros or Initialisation.Ones);

    /// <summary>The shape in the file.</summary>
    public long[] FileShape => IsVector ? [Columns] : Order == FileOrder.Transposed ? [Columns, Rows] : [Rows, Columns];

    /// <summary>The elements as a file stores them.</summary>
    public ReadOnlySpan<float> ToFile(ReadOnlySpan<float> buffer)
    {
        if (Order == FileOrder.AsInBuffer) return buffer;
        var file = new float[Length];
        if (Order == FileOrder.Transposed) Transpose(buffer, file, Rows, Columns);
        else Regroup(buffer, file, 3, Heads);
        return file;
    }

    /// <summary>Brings elements as a file stores them into the buffer's order, in place.</summary>
    public void FromFile(Span<float> elements)
    {
        if (Order == FileOrder.Transposed) Transpose(elements.ToArray(), elements, Columns, Rows);
        else if (Order == FileOrder.HeadByHead) Regroup(elements.ToArray(), elements, Heads, 3);
    }

    private static void Transpose(ReadOnlySpan<float> source, Span<float> target, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) target[c * rows + r] = source[r * columns + c];
    }

    /// <summary>(outer, inner, …) to (inner, outer, …), in pieces of one head's width.</summary>
    private static void Regroup(ReadOnlySpan<float> source, Span<float> target, int outer, int inner)
    {
        var piece = source.Length / (outer * inner);
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < inner; i++) source.Slice((o * inner + i) * piece, piece).CopyTo(target[((i * outer + o) * piece)..]);
    }
}

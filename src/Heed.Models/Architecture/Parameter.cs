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

/// <summary>One tensor of a model in the flat buffer: rows by columns, row-major; a vector is one row.</summary>
/// <param name="Name">The Hugging Face name.</param>
/// <param name="Offset">First element in the flat buffer.</param>
/// <param name="Rows">Outputs of a linear map, tokens of an embedding, 1 for a vector.</param>
/// <param name="Columns">Inputs.</param>
/// <param name="Start">How it is initialised.</param>
/// <param name="TransposedInFile">The file stores [columns, rows] (GPT-2).</param>
public sealed record Parameter(string Name, long Offset, int Rows, int Columns, Initialisation Start, bool TransposedInFile = false)
{
    public long Length => (long)Rows * Columns;

    /// <summary>Matrices decay, vectors do not.</summary>
    public bool Decays => Rows > 1;

    public bool IsVector => Start is Initialisation.Zeros or Initialisation.Ones;

    /// <summary>The shape in the file.</summary>
    public long[] FileShape => IsVector ? [Columns] : TransposedInFile ? [Columns, Rows] : [Rows, Columns];
}

/// <summary>A linear map over the flat buffer: (outputs, inputs) row-major at <paramref name="Weight"/>, biases at <paramref name="Bias"/>.
/// Several parameters that lie one after another (query, key, value) make one map.</summary>
public sealed record LinearMap(long Weight, int Outputs, int Inputs, long? Bias);

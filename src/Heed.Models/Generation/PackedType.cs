namespace Heed.Models.Generation;

/// <summary>What a generator keeps matrices in. Embeddings that are looked up, norms and biases stay float32 always.</summary>
public enum PackedType
{
    /// <summary>As they are.</summary>
    Float32,

    /// <summary>Half the memory, 8 bits of precision.</summary>
    BFloat16,

    /// <summary>A quarter of the memory: whole numbers from −127 to 127 with one factor an output; activations stay float32.</summary>
    Int8,

    /// <summary>As <see cref="Int8"/>, and activations are rounded to whole numbers too, with one factor a row: sums are exact and multiplication is fastest.</summary>
    W8A8,
}

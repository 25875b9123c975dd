namespace Heed.Models.Checkpoints;

/// <summary>The element types that weights are stored in and Heed reads; all become float32.</summary>
public enum SafetensorsType
{
    /// <summary>F32.</summary>
    Float32,
    /// <summary>F16.</summary>
    Float16,
    /// <summary>BF16: the upper half of a float32.</summary>
    BFloat16,
}

/// <summary>One tensor of a file: its type, its shape and where its bytes lie behind the header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type as the file spells it, such as <c>F32</c>; it may be one that Heed does not read.</param>
/// <param name="Shape">Row-major; empty for a number.</param>
/// <param name="Begin">First byte.</param>
/// <param name="End">One past the last byte.</param>
public sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Elements; more than any file holds where the shape claims so much.</summary>
    public long Length => (long)Shape.Aggregate((Int128)1, (product, d) => Int128.Min(product * d, long.MaxValue));
}

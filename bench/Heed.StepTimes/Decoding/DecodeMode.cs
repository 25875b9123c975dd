using Heed.Models.Generation;

namespace Heed.StepTimes.Decoding;

/// <summary>What weights, keys and values are kept in while a row is measured.</summary>
/// <param name="Name">As it stands in the names of rows.</param>
internal sealed record DecodeMode(string Name, PackedType Weights, CacheType Cache)
{
    public static DecodeMode Float32 { get; } = new("float32", PackedType.Float32, CacheType.Float32);

    public static DecodeMode BFloat16 { get; } = new("bfloat16", PackedType.BFloat16, CacheType.BFloat16);

    /// <summary>Weights and activations in bytes, keys and values too.</summary>
    public static DecodeMode EightBit { get; } = new("8bit", PackedType.W8A8, CacheType.Int8);

    /// <summary>Every mode.</summary>
    public static IReadOnlyList<DecodeMode> All { get; } = [Float32, BFloat16, EightBit];
}

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>How the elements of a tensor are stored; the numbers are ggml's.</summary>
public enum GgufType
{
    F32 = 0,
    F16 = 1,
    /// <summary>Blocks of 32: a float16 scale and 4 bits each.</summary>
    Q4_0 = 2,
    /// <summary>Blocks of 32: a float16 scale and a signed byte each.</summary>
    Q8_0 = 8,
    BF16 = 30,
}

/// <summary>Sizes of the stored types.</summary>
internal static class GgufTypes
{
    public const int Block = 32;

    public static bool IsBlocked(this GgufType type) => type is GgufType.Q4_0 or GgufType.Q8_0;

    /// <summary>Bytes of so many elements, which a blocked type has by whole blocks.</summary>
    public static long Bytes(this GgufType type, long elements) => type switch
    {
        GgufType.F32 => elements * 4,
        GgufType.Q8_0 => elements / Block * 34,
        GgufType.Q4_0 => elements / Block * 18,
        _ => elements * 2,
    };

    /// <summary>llama.cpp's name for a file whose matrices are mostly of this type (general.file_type).</summary>
    public static uint FileType(this GgufType type) => type switch { GgufType.F32 => 0, GgufType.F16 => 1, GgufType.Q4_0 => 2, GgufType.Q8_0 => 7, _ => 32 };
}

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

    // By ggml's numbers; those taken out of it since have none.
    private static readonly string?[] Names =
    [
        "F32", "F16", "Q4_0", "Q4_1", null, null, "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S",
        "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16", null, null, null, "TQ1_0", "TQ2_0", null, null, null, "MXFP4"
    ];

    /// <summary>What a type is called, also one that is not read; its number where that has no name.</summary>
    public static string NameOf(uint number) => number < Names.Length && Names[number] is { } name ? name : $"number {number}";

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

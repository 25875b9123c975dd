namespace Heed.Models.Generation;

/// <summary>What a generator keeps keys and values in.</summary>
public enum CacheType
{
    /// <summary>As they are.</summary>
    Float32,

    /// <summary>Half the memory, 8 bits of precision.</summary>
    BFloat16,

    /// <summary>A quarter of the memory: whole numbers from −127 to 127 with one factor a position and head.</summary>
    Int8,
}

namespace Heed.Models.Generation.Kernels;

/// <summary>Writes one position's key and value of one head into its page.</summary>
internal static unsafe class CacheWriter<E, V> where E : struct, ICacheElement<V> where V : struct
{
    /// <param name="at">The position within the page.</param>
    /// <param name="key">(D), rotated.</param>
    /// <param name="value">(D).</param>
    public static void Write(KeyValueCache cache, int page, int layer, int head, int at, float* key, float* value)
    {
        byte* keys = cache.Keys(page, layer, head), values = cache.Values(page, layer, head);
        var (keyInverse, valueInverse) = (1f, 1f);
        if (cache.Type == CacheType.Int8)
        {
            (cache.KeyFactors(keys)[at], keyInverse) = Factor(key, cache.HeadWidth);
            (cache.ValueFactors(values)[at], valueInverse) = Factor(value, cache.HeadWidth);
        }
        for (var i = 0; i < cache.HeadWidth; i++)
        {
            E.Set(keys, KeyValueCache.PageLength, i, at, key[i] * keyInverse);
            E.Set(values, cache.ValueWidth, at, i, value[i] * valueInverse);
        }
    }

    /// <summary>max|x|/127 and what numbers are multiplied by. NaN and infinity stay in the factor.</summary>
    private static (float Factor, float Inverse) Factor(float* x, int count)
    {
        var largest = 0f;
        for (var i = 0; i < count; i++) largest = MathF.Max(largest, MathF.Abs(x[i]));
        return (largest / 127, largest > 0 && float.IsFinite(largest) ? 127 / largest : 0);
    }
}

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
        float* whole = stackalloc float[cache.Type == CacheType.Int8 ? 2 * cache.HeadWidth : 0];
        if (cache.Type == CacheType.Int8)
        {
            cache.KeyFactors(keys)[at] = WholeNumbers.Round(key, cache.HeadWidth, whole);
            cache.ValueFactors(values)[at] = WholeNumbers.Round(value, cache.HeadWidth, whole + cache.HeadWidth);
            key = whole;
            value = whole + cache.HeadWidth;
        }
        for (var i = 0; i < cache.HeadWidth; i++)
        {
            E.Set(keys, KeyValueCache.PageLength, i, at, key[i]);
            E.Set(values, cache.ValueWidth, at, i, value[i]);
        }
    }
}

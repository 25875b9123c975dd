namespace Heed.Models.Checkpoints.Gguf;

/// <summary>
/// Rotary pairs: Hugging Face turns the two halves of a head, ggml's llama neighbours. So row i of the second half is put next to row i of
/// the first (arXiv 2104.09864 has neighbours; the results are equal).
/// </summary>
internal static class GgufRows
{
    /// <param name="rows">Rows of all heads; a vector has rows of one element.</param>
    /// <param name="count">How many rows there are.</param>
    public static float[] Interleaved(ReadOnlySpan<float> rows, int count, int heads) => Moved(rows, count, heads, halves: 2);

    public static float[] Halved(ReadOnlySpan<float> rows, int count, int heads) => Moved(rows, count, heads, halves: count / heads / 2);

    // (heads, outer, inner) to (heads, inner, outer) rows.
    private static float[] Moved(ReadOnlySpan<float> source, int count, int heads, int halves)
    {
        var target = new float[source.Length];
        var (width, head, inner) = (source.Length / count, count / heads, count / heads / halves);
        for (var h = 0; h < heads; h++)
            for (var o = 0; o < halves; o++)
                for (var i = 0; i < inner; i++)
                    source.Slice((h * head + o * inner + i) * width, width).CopyTo(target.AsSpan((h * head + i * halves + o) * width));
        return target;
    }
}

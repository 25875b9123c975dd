namespace Heed.Models.Training;

/// <summary>
/// More or fewer tokens: rows are cut off, or added as the mean of the old ones, which gives a new token the least surprising vector (Hewitt 2021,
/// "Initializing new word embeddings for pretrained language models").
/// </summary>
internal static class VocabularyResize
{
    public static Decoder Resize(Decoder model, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var resized = new Decoder(model.Config with { VocabularySize = size }, model.Weights.Numbers) { Numbers = model.Numbers };
        foreach (var (own, target) in model.Plan.Parameters.Zip(resized.Plan.Parameters))
        {
            if (own.Length == target.Length)
            {
                resized.Weights.Write(target, model.Weights.Read(own));
                continue;
            }
            Span<float> source = model.Weights[own], rows = resized.Weights[target];
            var kept = Math.Min(source.Length, rows.Length);
            source[..kept].CopyTo(rows);
            if (rows.Length > kept) FillWithMean(source, own.Columns, rows[kept..]);
        }
        return resized;
    }

    private static void FillWithMean(ReadOnlySpan<float> source, int width, Span<float> added)
    {
        var sums = new double[width];
        for (var i = 0; i < source.Length; i++) sums[i % width] += source[i];
        for (var i = 0; i < added.Length; i++) added[i] = (float)(sums[i % width] / (source.Length / width));
    }
}

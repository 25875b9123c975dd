namespace Heed.Models.Generation.Sampling;

/// <summary>The softmax of one row and its entropy in nats; the weights are not normalised: divide by <see cref="Total"/>.</summary>
internal readonly ref struct RowDistribution
{
    private RowDistribution(float max, double total, double entropy, ReadOnlySpan<float> weights)
    {
        (Max, Total, Entropy) = (max, total, entropy);
        Weights = weights;
    }

    public float Max { get; }
    public double Total { get; }
    public double Entropy { get; }

    /// <summary>e^(logit − max) (V).</summary>
    public ReadOnlySpan<float> Weights { get; }

    public double LogTotal => Math.Log(Total);

    /// <summary>The logit of a token of this probability, but at most the largest logit, which no cut may remove.</summary>
    public float LogitOf(double probability) => (float)(Max + Math.Min(0, Math.Log(probability) + LogTotal));

    public static RowDistribution Of(ReadOnlySpan<float> logits, RowScratch scratch)
    {
        var weights = scratch.Masses(logits.Length);
        var max = RowMath.Max(logits);
        var total = RowMath.Weights(logits, max, 1, weights, scratch.BlockSums);
        var product = 0.0;                                              // sum of w·(logit - max); 0·(-inf) counts as 0
        for (var i = 0; i < logits.Length; i++)
            if (weights[i] > 0) product += weights[i] * (double)(logits[i] - max);
        return new RowDistribution(max, total, Math.Log(total) - product / total, weights);
    }
}

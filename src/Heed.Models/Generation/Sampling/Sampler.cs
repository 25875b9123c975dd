using Heed.Runs;

namespace Heed.Models.Generation.Sampling;

/// <summary>Draws the next token of one sequence from its row of logits. One sampler a thread; it holds no state of a sequence.</summary>
internal sealed class Sampler
{
    private readonly RowScratch _scratch = new();

    /// <summary>Takes exactly one number from <paramref name="random"/>, or none when greedy.</summary>
    /// <param name="logits">The raw logits (V), left as they are.</param>
    public Draw Next(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, SeededRandom random)
    {
        var scale = chain.InverseTemperature;
        var max = RowMath.Max(logits);
        if (!float.IsFinite(max)) return Draw.Broken;
        var weights = _scratch.Masses(logits.Length);
        var logTotal = Math.Log(RowMath.Weights(logits, max, scale, weights, _scratch.BlockSums));
        if (!chain.IsPlain)
        {
            var drawn = FromAdjusted(logits, chain, soFar, random);
            return drawn.Token == Draw.None ? drawn : drawn with { LogProb = LogProb(logits[drawn.Token]), Top = Top(logits) };
        }
        var token = chain.Options.Greedy ? logits.IndexOf(max) : Pick(weights, random);
        return new Draw(token, LogProb(logits[token]), LogProb(logits[token]), Top(logits));

        float LogProb(float logit) => (float)((logit - max) * (double)scale - logTotal);

        TokenLogProb[]? Top(ReadOnlySpan<float> row)
        {
            if (chain.Options.TopLogProbs == 0) return null;
            Span<int> ids = stackalloc int[Math.Min(chain.Options.TopLogProbs, row.Length)];
            var top = new TokenLogProb[TopK.Largest(row, ids, _scratch)];
            for (var i = 0; i < top.Length; i++) top[i] = new TokenLogProb(ids[i], LogProb(row[ids[i]]));
            return top;
        }
    }

    private Draw FromAdjusted(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, SeededRandom random)
    {
        var row = _scratch.Logits(logits.Length);
        logits.CopyTo(row);
        chain.Adjust(row, soFar);
        RowMath.Scale(row, chain.InverseTemperature);
        var max = RowMath.Max(row);
        if (max == float.NegativeInfinity) return Draw.Nothing;
        chain.Filter(row, _scratch);
        var weights = _scratch.Masses(row.Length);
        var total = RowMath.Weights(row, max, 1, weights, _scratch.BlockSums);
        var token = chain.Options.Greedy ? row.IndexOf(max) : Pick(weights, random);
        return new Draw(token, 0, (float)(row[token] - max - Math.Log(total)));
    }

    /// <summary>The token at a uniform point of the cumulative weights; whole blocks are skipped by their sums.</summary>
    private int Pick(ReadOnlySpan<float> weights, SeededRandom random)
    {
        var blocks = _scratch.BlockSums[..((weights.Length + RowMath.Block - 1) / RowMath.Block)];
        var total = 0.0;
        foreach (var sum in blocks) total += sum;
        var rest = random.NextDouble() * total;
        var block = 0;
        for (var last = LastPositive(blocks); block < last && rest >= blocks[block]; block++) rest -= blocks[block];
        var start = block * RowMath.Block;
        var picked = -1;
        for (var i = start; i < Math.Min(start + RowMath.Block, weights.Length); i++)
        {
            if (weights[i] == 0) continue;
            picked = i;                                                 // rounding may leave a rest: then the last token with weight
            if ((rest -= weights[i]) < 0) break;
        }
        return picked;
    }

    private static int LastPositive(ReadOnlySpan<double> sums)
    {
        var last = sums.Length - 1;
        while (sums[last] == 0) last--;
        return last;
    }
}

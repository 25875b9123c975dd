using Heed.Models.Generation.Speculation;
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
            return drawn.Token == Draw.None ? drawn : drawn with { LogProb = LogProb(logits[drawn.Token]), Top = TopOf(logits, chain, LogProb) };
        }
        var token = chain.Options.Greedy ? logits.IndexOf(max) : Pick(weights, random);
        return new Draw(token, LogProb(logits[token]), LogProb(logits[token]), TopOf(logits, chain, LogProb));

        float LogProb(float logit) => (float)((logit - max) * (double)scale - logTotal);
    }

    /// <summary>A token with the distribution it was drawn from; takes one number from <paramref name="random"/>, or none when greedy.</summary>
    public Guess Guess(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, SeededRandom random)
    {
        Span<float> row = _scratch.Logits(logits.Length), weights = _scratch.Masses(logits.Length);
        if (Weigh(logits, chain, soFar, row, weights, out var max) is not (> 0 and var total)) return new Guess(0, null);
        if (chain.Options.Greedy) return new Guess(row.IndexOf(max), null);
        var token = Pick(weights, random);
        var chances = new float[weights.Length];
        for (var i = 0; i < chances.Length; i++) chances[i] = (float)(weights[i] / total);
        return new Guess(token, chances);
    }

    /// <summary>
    /// Keeps a guess with probability min(1, p/q), else draws from what p has beyond q: a token of the distribution p either way (Leviathan et
    /// al. 2023, arXiv 2211.17192, section 2.3).
    /// </summary>
    public Draw Judge(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, SeededRandom random, Guess guess)
    {
        var largest = RowMath.Max(logits);
        if (!float.IsFinite(largest)) return Draw.Broken;
        Span<float> row = _scratch.Logits(logits.Length), weights = _scratch.Masses(logits.Length);
        var logAll = Math.Log(RowMath.Weights(logits, largest, chain.InverseTemperature, weights, _scratch.BlockSums));
        if (Weigh(logits, chain, soFar, row, weights, out var max) is not (> 0 and var total)) return Draw.Nothing;
        var token = chain.Options.Greedy ? row.IndexOf(max)
            : random.NextDouble() * guess.Chance * total < weights[guess.Token] ? guess.Token
            : Rest(weights, total, guess) > 0 ? Pick(weights, random) : guess.Token;
        var filtered = (float)(row[token] - max - Math.Log(total));
        return new Draw(token, LogProb(logits[token]), filtered, TopOf(logits, chain, LogProb));

        float LogProb(float logit) => (float)((logit - largest) * (double)chain.InverseTemperature - logAll);
    }

    /// <summary>Weights become what they are beyond the guess's chances; returns their sum.</summary>
    private double Rest(Span<float> weights, double total, Guess guess)
    {
        if (guess.Chances is { } chances)
            for (var i = 0; i < weights.Length; i++) weights[i] = Math.Max(0, weights[i] - (float)(chances[i] * total));
        else weights[guess.Token] = 0;
        var rest = 0.0;
        for (int start = 0, block = 0; start < weights.Length; start += RowMath.Block, block++)
        {
            var sum = 0.0;
            foreach (var weight in weights.Slice(start, Math.Min(RowMath.Block, weights.Length - start))) sum += weight;
            rest += _scratch.BlockSums[block] = sum;
        }
        return rest;
    }

    private Draw FromAdjusted(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, SeededRandom random)
    {
        Span<float> row = _scratch.Logits(logits.Length), weights = _scratch.Masses(logits.Length);
        if (Weigh(logits, chain, soFar, row, weights, out var max) is not (> 0 and var total)) return Draw.Nothing;
        var token = chain.Options.Greedy ? row.IndexOf(max) : Pick(weights, random);
        return new Draw(token, 0, (float)(row[token] - max - Math.Log(total)));
    }

    /// <summary>The row after adjustments, temperature and filters, and its weights with their sum; 0 where nothing is allowed.</summary>
    private double Weigh(ReadOnlySpan<float> logits, SamplingChain chain, SequenceSoFar soFar, Span<float> row, Span<float> weights, out float max)
    {
        logits.CopyTo(row);
        chain.Adjust(row, soFar);
        RowMath.Scale(row, chain.InverseTemperature);
        max = RowMath.Max(row);
        if (!float.IsFinite(max)) return 0;
        chain.Filter(row, _scratch);
        return RowMath.Weights(row, max, 1, weights, _scratch.BlockSums);
    }

    private TokenLogProb[]? TopOf(ReadOnlySpan<float> logits, SamplingChain chain, Func<float, float> logProb)
    {
        if (chain.Options.TopLogProbs == 0) return null;
        Span<int> ids = stackalloc int[Math.Min(chain.Options.TopLogProbs, logits.Length)];
        var top = new TokenLogProb[TopK.Largest(logits, ids, _scratch)];
        for (var i = 0; i < top.Length; i++) top[i] = new TokenLogProb(ids[i], logProb(logits[ids[i]]));
        return top;
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

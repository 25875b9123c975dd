using Heed.Learning.Packing;
using Heed.Models.Training;

namespace Heed.Learning.Pretraining;

/// <summary>How well a model predicts text it has not seen.</summary>
/// <param name="Loss">Nats a token.</param>
/// <param name="BitsPerByte">Bits a byte of text, which compares across tokenizers; NaN where the tokens have no bytes.</param>
/// <param name="Tokens">Tokens that were predicted.</param>
public sealed record HeldOutLoss(double Loss, double BitsPerByte, long Tokens)
{
    private const int TokensAPass = 8192;

    /// <summary>Measures over rows in order until the limit is reached.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Sequences, of which all but the first token are predicted.</param>
    /// <param name="bytesOf">The bytes of a token; 0 for a special one.</param>
    /// <param name="limit">Tokens to predict at most; 0 for all.</param>
    internal static HeldOutLoss Measure(Decoder model, IEnumerable<int[]> rows, Func<int, int> bytesOf, long limit)
    {
        var (nats, tokens, bytes) = (0.0, 0L, 0L);
        foreach (var batch in Rows.Split(rows, TokensAPass))
        {
            if (limit > 0 && tokens >= limit) break;
            var packed = new Rows(batch);
            using var pass = model.Forward(packed.Tokens, train: false);
            nats += pass.CrossEntropy(packed.Predicting, packed.Targets, 0);
            tokens += packed.Targets.Length;
            bytes += packed.Targets.Sum(t => (long)bytesOf(t));
        }
        return new HeldOutLoss(nats / tokens, nats / Math.Log(2) / bytes, tokens);
    }
}

using System.Runtime.InteropServices;
using Heed.Models.Numerics;

namespace Heed.StepTimes.Decoding;

/// <summary>Bytes of weights that decoding one sequence reads a second over what the same threads read from a buffer of the weights' size.</summary>
internal sealed class ShareOfReadRate(DecodeMode mode) : Measurement
{
    public override string Name => $"decode_{mode.Name}_batch_1_share_of_read_rate";

    public override double Goal(BenchMachine machine) => 0.8;

    /// <summary>The median of shares whose two sides were measured one after the other, for the cache is shared with neighbours.</summary>
    public override double Measure(Session session)
    {
        using var own = new OwnDecoding(session, mode);
        own.WarmUp(1);
        var bytes = own.Generator.WeightBytes;
        var read = ReadRate(session, bytes);
        var pairs = Enumerable.Range(0, 9).Select(_ =>
        {
            var (before, rate) = (read, bytes * own.TokensASecond(1));
            read = ReadRate(session, bytes);
            return (Rate: rate, Read: (before + read) / 2);
        }).OrderBy(p => p.Rate / p.Read).ToArray();
        var median = pairs[pairs.Length / 2];
        session.Log($"{mode.Name}: {bytes / 1e6:F1} MB a token, {median.Rate / 1e9:F1} of {median.Read / 1e9:F1} GB/s");
        return median.Rate / median.Read;
    }

    /// <summary>Bytes a second, the median of many passes.</summary>
    private static unsafe double ReadRate(Session session, long bytes)
    {
        var length = (int)(bytes / sizeof(float));
        var data = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        try
        {
            new Span<float>(data, length).Fill(1);
            return bytes / session.Median(() => FlatSums.SumOfSquares(new ReadOnlySpan<float>(data, length)), repeats: 41, warmUps: 3);
        }
        finally
        {
            NativeMemory.AlignedFree(data);
        }
    }
}

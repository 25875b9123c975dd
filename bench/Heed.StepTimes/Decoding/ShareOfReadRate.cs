using System.Runtime.InteropServices;
using Heed.Models.Numerics;

namespace Heed.StepTimes.Decoding;

/// <summary>Bytes of weights that decoding one sequence reads a second over what the same threads read from a buffer of the weights' size.</summary>
internal sealed class ShareOfReadRate(DecodeMode mode) : Measurement
{
    public override string Name => $"decode_{mode.Name}_batch_1_share_of_read_rate";

    public override double Goal(BenchMachine machine) => 0.8;

    public override double Measure(Session session)
    {
        long bytes;
        using (var own = new OwnDecoding(session, mode)) bytes = own.Generator.WeightBytes;
        var read = ReadRate(session, bytes);
        var rate = bytes * OwnDecoding.TokensASecond(session, mode, 1);
        session.Log($"{mode.Name}: {bytes / 1e6:F1} MB a token, {rate / 1e9:F1} of {read / 1e9:F1} GB/s");
        return rate / read;
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

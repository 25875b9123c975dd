using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Python's range, as long as Jinja's sandbox allows.</summary>
internal sealed class PyRange
{
    private const int Longest = 100_000;

    public PyRange(BigInteger start, BigInteger stop, BigInteger step)
    {
        if (step.IsZero) throw Fault.Value("range() arg 3 must not be zero");
        var count = BigInteger.Max(0, step.Sign > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step);
        if (count > Longest) throw Fault.Overflow($"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({Longest}).");
        (Start, Stop, Step, Count) = (start, stop, step, (int)count);
    }

    public BigInteger Start { get; }

    public BigInteger Stop { get; }

    public BigInteger Step { get; }

    public int Count { get; }

    public BigInteger this[int index] => Start + index * Step;
}

using System.Numerics;

namespace Heed.Language.Datasets.Inspection;

/// <summary>
/// Lengths counted at constant memory: exactly below 2048, above in classes that are 1/1024 wide. Minimum, maximum and mean are exact.
/// </summary>
internal sealed class LengthCounts
{
    private const int Bits = 10, Exact = 1 << (Bits + 1);

    private readonly long[] _counts = new long[Exact + (31 - Bits) * (1 << Bits)];
    private double _sum;

    public long Count { get; private set; }

    public int Least { get; private set; } = int.MaxValue;

    public int Most { get; private set; }

    public double Mean => Count == 0 ? 0 : _sum / Count;

    public void Add(int length)
    {
        _counts[Index(length)]++;
        Count++;
        _sum += length;
        (Least, Most) = (Math.Min(Least, length), Math.Max(Most, length));
    }

    /// <summary>The smallest length that at least this share does not exceed.</summary>
    public int Quantile(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _counts.Length; i++)
            if ((left -= _counts[i]) <= 0) return Math.Clamp(Lower(i), Least, Most);
        return Most;
    }

    /// <summary>How many lie in each range of a doubling scale, from the first to the last that holds any.</summary>
    public IReadOnlyList<LengthClass> Histogram()
    {
        var classes = new List<LengthClass>();
        for (var from = 0L; from <= Most; from = from == 0 ? 1 : from * 2)
        {
            var to = from == 0 ? 1 : from * 2;
            long count = 0;
            for (var i = Index((int)from); i < _counts.Length && Lower(i) < to; i++) count += _counts[i];
            if (count > 0 || classes.Count > 0) classes.Add(new(from, to - 1, count));
        }
        return classes;
    }

    private static int Index(int length)
    {
        if (length < Exact) return length;
        var power = BitOperations.Log2((uint)length) - Bits;
        return Exact + ((power - 1) << Bits) + (length >> power) - (1 << Bits);
    }

    private static int Lower(int index)
    {
        if (index < Exact) return index;
        var power = ((index - Exact) >> Bits) + 1;
        return (int)Math.Min(int.MaxValue, (long)(((index - Exact) & ((1 << Bits) - 1)) + (1 << Bits)) << power);
    }
}

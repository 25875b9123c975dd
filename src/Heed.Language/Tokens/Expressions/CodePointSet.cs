namespace Heed.Language.Tokens.Expressions;

/// <summary>A set of code points as sorted, separate ranges, both ends included.</summary>
internal sealed class CodePointSet
{
    public static readonly CodePointSet Empty = new([]);
    public static readonly CodePointSet All = new([(0, CodePoints.Last)]);

    private readonly (int First, int Last)[] _ranges;

    private CodePointSet((int, int)[] ranges) => _ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    public static CodePointSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        var joined = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.Order())
            if (joined.Count > 0 && first <= joined[^1].Last + 1) joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, last));
            else joined.Add((first, last));
        return new([.. joined]);
    }

    public static CodePointSet Of(params ReadOnlySpan<int> codePoints)
    {
        var ranges = new List<(int, int)>();
        foreach (var codePoint in codePoints) ranges.Add((codePoint, codePoint));
        return Of(ranges);
    }

    public static CodePointSet Range(int first, int last) => new([(first, last)]);

    /// <summary>All code points for which a condition holds.</summary>
    public static CodePointSet Where(Func<int, bool> condition)
    {
        var ranges = new List<(int, int)>();
        var start = -1;
        for (var c = 0; c <= CodePoints.Last + 1; c++)
        {
            var holds = c <= CodePoints.Last && condition(c);
            if (holds && start < 0) start = c;
            if (holds || start < 0) continue;
            ranges.Add((start, c - 1));
            start = -1;
        }
        return new([.. ranges]);
    }

    public bool Contains(int codePoint)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < _ranges[middle].First) high = middle - 1;
            else if (codePoint > _ranges[middle].Last) low = middle + 1;
            else return true;
        }
        return false;
    }

    public CodePointSet Union(CodePointSet other) => Of(_ranges.Concat(other._ranges));

    public CodePointSet Intersect(CodePointSet other) => Negate().Union(other.Negate()).Negate();

    public CodePointSet Except(CodePointSet other) => Intersect(other.Negate());

    public CodePointSet Negate()
    {
        var ranges = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (first > next) ranges.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= CodePoints.Last) ranges.Add((next, CodePoints.Last));
        return new([.. ranges]);
    }
}

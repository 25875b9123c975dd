namespace Heed.Feedback.Statistics;

/// <summary>Whole numbers of which one may occur several times and whose order does not count; equal by value.</summary>
internal readonly struct Multiset : IEquatable<Multiset>
{
    private readonly int[] _sorted;

    /// <param name="numbers">Taken over, and sorted.</param>
    public Multiset(int[] numbers)
    {
        _sorted = numbers;
        Array.Sort(_sorted);
    }

    /// <summary>From the smallest.</summary>
    public IReadOnlyList<int> Numbers => _sorted;

    /// <summary>Each number once, with how often it occurs.</summary>
    public (int Number, int Count)[] Counts() => [.. _sorted.CountBy(n => n).Select(c => (c.Key, c.Value))];

    public bool Equals(Multiset other) => _sorted.AsSpan().SequenceEqual(other._sorted);

    public override bool Equals(object? other) => other is Multiset set && Equals(set);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var number in _sorted) hash.Add(number);
        return hash.ToHashCode();
    }
}

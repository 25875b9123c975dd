using System.Diagnostics.CodeAnalysis;

namespace Heed.Models.Generation;

/// <summary>Equality of token arrays by content.</summary>
internal sealed class TokensComparer : IEqualityComparer<int[]>
{
    public static TokensComparer Instance { get; } = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] int[] tokens)
    {
        var hash = new HashCode();
        foreach (var token in tokens) hash.Add(token);
        return hash.ToHashCode();
    }
}

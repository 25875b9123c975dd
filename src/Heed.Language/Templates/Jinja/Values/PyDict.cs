using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Python's dict: in order of insertion, keys equal across number types (1, 1.0 and True are one key).</summary>
internal sealed class PyDict
{
    private static readonly object None = new();

    private readonly OrderedDictionary<object, KeyValuePair<object?, object?>> _entries = new(new KeyEquality());

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys => _entries.Values.Select(e => e.Key);

    public IEnumerable<object?> Values => _entries.Values.Select(e => e.Value);

    public IEnumerable<KeyValuePair<object?, object?>> Entries => _entries.Values;

    /// <summary>While a dict is built only. A key already there keeps its place and its first spelling.</summary>
    public void Set(object? key, object? value)
    {
        var normal = Normal(key);
        _entries[normal] = KeyValuePair.Create(_entries.TryGetValue(normal, out var known) ? known.Key : key, value);
    }

    public bool TryGet(object? key, out object? value)
    {
        var found = _entries.TryGetValue(Normal(key), out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>A key that compares as Python's hash and equality do.</summary>
    public static object Normal(object? key) => key switch
    {
        null => None,
        true => BigInteger.One,
        false => BigInteger.Zero,
        double d when Math.Floor(d) == d && !double.IsInfinity(d) => new BigInteger(d),
        Markup markup => markup.Text,
        PyList or PyDict => throw Fault.Type($"unhashable type: '{PyType.Name(key)}'"),
        PyTuple tuple => new TupleKey([.. tuple.Items.Select(Normal)]),
        _ => key
    };

    private sealed record TupleKey(object[] Items)
    {
        public bool Equals(TupleKey? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);
    }

    private sealed class KeyEquality : IEqualityComparer<object>
    {
        public new bool Equals(object? a, object? b) => object.Equals(a, b);

        public int GetHashCode([DisallowNull] object key) => key.GetHashCode();
    }
}

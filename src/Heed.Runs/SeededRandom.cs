using System.Numerics;
using System.Text;

namespace Heed.Runs;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64. Streams with different names are independent, a stream can be
/// entered at any index without drawing what comes before, and the state can be stored: what exact resume needs.
/// </summary>
public sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    /// <summary>The stream of that name.</summary>
    public SeededRandom(ulong seed, string stream = "") : this(seed, stream, 0) { }

    /// <summary>One generator for each index of a stream, such as a step's number.</summary>
    public SeededRandom(ulong seed, string stream, long index)
    {
        var mix = Mix(Mix(Mix(seed) ^ NameHash(stream)) ^ (ulong)index);
        (_a, _b, _c, _d) = (SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix));
    }

    /// <summary>The four words of state.</summary>
    public ulong[] State
    {
        get => [_a, _b, _c, _d];
        set
        {
            if (value.Length != 4 || Array.TrueForAll(value, v => v == 0))
                throw new ArgumentException("The state is four words, not all zero.", nameof(value));
            (_a, _b, _c, _d) = (value[0], value[1], value[2], value[3]);
        }
    }

    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="exclusive"/> − 1, without bias (Lemire 2019).</summary>
    public int Next(int exclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusive);
        var bound = (uint)exclusive;
        var product = (NextUInt64() >> 32) * bound;
        for (var floor = unchecked(0u - bound) % bound; (uint)product < floor;) product = (NextUInt64() >> 32) * bound;
        return (int)(product >> 32);
    }

    /// <summary>Uniform in <paramref name="low"/> … <paramref name="exclusive"/> − 1.</summary>
    public int Next(int low, int exclusive) => low + Next(exclusive - low);

    /// <summary>Standard normal (Box and Muller 1958; one of the two is used, so that no hidden state remains).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state) => Finish(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong value) => Finish(value + 0x9E3779B97F4A7C15);

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>FNV-1a over the UTF-8 bytes of a stream's name.</summary>
    private static ulong NameHash(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }
}

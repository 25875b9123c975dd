using System.Buffers.Binary;
using System.Security.Cryptography;
using Heed.Runs;

namespace Heed.Feedback.Store.Queue;

/// <summary>All that is left to chance in a queue. With a seed it is the same again for the same item, rater and attempt; without one nobody can foresee it.</summary>
internal sealed class Lots(ulong? seed)
{
    private readonly ulong _seed = seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private long _draws;

    /// <summary>The order in which a rater sees the candidates of an item.</summary>
    public int[] Order(int candidates, string item, string rater, int attempt)
    {
        var order = Enumerable.Range(0, candidates).ToArray();
        new SeededRandom(_seed, $"sides/{item}/{rater}", attempt).Shuffle<int>(order);
        return order;
    }

    /// <summary>Whether a rater sees the suggestion of an item.</summary>
    public bool Suggestion(double share, string item, string rater) => new SeededRandom(_seed, $"suggestion/{item}/{rater}").Chance(share);

    /// <summary>An item's place in the random order of its queue, and the lot that says how many raters it gets.</summary>
    public (long Shuffle, double Shared) Item(string project, string item)
    {
        var random = new SeededRandom(_seed, $"queue/{project}/{item}");
        return ((long)(random.NextUInt64() >> 1), random.NextDouble());
    }

    /// <summary>A generator for one draw.</summary>
    public SeededRandom Draw() => new(_seed, "draw", Interlocked.Increment(ref _draws));

    /// <summary>A name that cannot be guessed.</summary>
    public static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

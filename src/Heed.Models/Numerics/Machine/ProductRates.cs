using Heed.Models.Numerics.Native;
using static TorchSharp.torch;

namespace Heed.Models.Numerics.Machine;

/// <summary>
/// How fast square matrices are multiplied, GFLOP/s. A small product on one thread comes first, and larger ones by all threads only where
/// it is not hopeless: on some processors libtorch's bfloat16 product is hundreds of times slower than float32.
/// </summary>
public sealed unsafe class ProductRates(TimeProvider clock)
{
    private const double LongestRun = 0.3; // s
    private const double Hopeless = 2;     // GFLOP/s of one thread
    private const int Small = 128;

    /// <summary>Sizes of which the fastest counts.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [512, 1024];

    /// <summary>Products of a size at most.</summary>
    public int Repeats { get; init; } = 8;

    /// <summary>Whether the median of them counts, else the shortest.</summary>
    public bool Typical { get; init; }

    /// <summary>Heed's own float32 product.</summary>
    public double Own() => Best(size =>
    {
        var data = LargeMemory.Floats(3L * size * size);
        new Span<float>(data, 3 * size * size).Fill(0.5f);
        return (() => MatrixMultiply.Forward(data, data + size * size, data + 2 * size * size, size, size, size), () => LargeMemory.Free(data));
    });

    /// <summary>libtorch's product of a type.</summary>
    public double Libtorch(ScalarType type) => Best(size =>
    {
        var scope = NewDisposeScope();
        Tensor a = rand(size, size).to(type), b = rand(size, size).to(type);
        return (() => a.matmul(b).Dispose(), scope.Dispose);
    });

    private double Best(Func<int, (Action Multiply, Action Free)> prepare)
    {
        var threads = ThreadTeam.Threads;
        ThreadTeam.Threads = 1;
        try
        {
            if (Rate(Small, prepare) is var alone && alone < Hopeless) return alone * threads;
        }
        finally
        {
            ThreadTeam.Threads = threads;
        }
        return Sizes.Max(size => Rate(size, prepare));
    }

    private double Rate(int size, Func<int, (Action Multiply, Action Free)> prepare)
    {
        var (multiply, free) = prepare(size);
        try
        {
            return 2e-9 * size * size * size / Seconds(multiply);
        }
        finally
        {
            free();
        }
    }

    private double Seconds(Action multiply)
    {
        multiply();                              // loads and compiles what the first call needs
        var (times, total) = (new List<double>(), 0.0);
        while (times.Count < Repeats && (total < LongestRun || (Typical && times.Count < 5)))
        {
            var start = clock.GetTimestamp();
            multiply();
            times.Add(Math.Max(clock.GetElapsedTime(start).TotalSeconds, 1e-9));
            total += times[^1];
        }
        times.Sort();
        return Typical ? times[times.Count / 2] : times[0];
    }
}

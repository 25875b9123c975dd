using BenchmarkDotNet.Attributes;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;

namespace Heed.Benchmarks;

/// <summary>The three products of a linear map, in each numeric type, for maps of the 30M model and its batch of 2,048 tokens.</summary>
public unsafe class ProductBenchmarks
{
    private readonly NativeArray _x = new(2048 * 2816), _w = new(2816 * 2816), _y = new(2048 * 2816);
    private MatrixProducts _products = MatrixProducts.Of(NumericType.Float32);

    [Params(NumericType.Float32, NumericType.BFloat16)]
    public NumericType Type { get; set; }

    [Params("512×1536", "512×2816", "1408×512")]
    public string Map { get; set; } = "512×1536";

    private int Inputs => int.Parse(Map.Split('×')[0]);

    private int Outputs => int.Parse(Map.Split('×')[1]);

    [GlobalSetup]
    public void Start()
    {
        NativeRuntime.Load();
        _products = MatrixProducts.Of(Type);
    }

    [Benchmark]
    public void Forward() => _products.Forward(_x.Data, _w.Data, _y.Data, 2048, Inputs, Outputs);

    [Benchmark]
    public void BackwardInput() => _products.BackwardInput(_y.Data, _w.Data, _x.Data, 2048, Inputs, Outputs, add: false);

    [Benchmark]
    public void BackwardWeight() => _products.BackwardWeight(_y.Data, _x.Data, _w.Data, 2048, Inputs, Outputs);
}

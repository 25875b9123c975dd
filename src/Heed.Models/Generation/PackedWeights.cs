using Heed.Models.Architecture;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Generation;

/// <summary>The generator's copy of a model's weights: matrices in panels, everything else as it is, rows padded with zeros.</summary>
internal sealed unsafe class PackedWeights : IDisposable
{
    private readonly WeightSource _source;
    private readonly PackedType _type;
    private readonly int _width;
    private readonly bool _plain;
    private readonly LargeArena _memory = new();
    private readonly Dictionary<LinearMap, PackedMatrix> _matrices = [];
    private readonly Dictionary<long, RowTable> _tables = [];

    /// <param name="width">Floats in a vector.</param>
    /// <param name="plain">Keep copies for the library too.</param>
    public PackedWeights(WeightSource source, PackedType type, int width, bool plain)
    {
        (_source, _type, _width, _plain) = (source, type, width, plain);
        foreach (var step in source.Plan.Steps) Add(step, source.Plan.Config);
        AddMap(source.Plan.Head ?? throw new ArgumentException("A model with a scalar head and no language head generates nothing.", nameof(source)));
        Refresh();
    }

    /// <summary>Bytes of all matrices.</summary>
    public long Bytes => _matrices.Values.Sum(m => m.Bytes);

    /// <summary>What rows of activations are padded to: whole panels, whole vectors of bytes.</summary>
    public static int Padded(int width) => (width + 63) / 64 * 64;

    public PackedMatrix Matrix(LinearMap map) => _matrices[map];

    /// <summary>One row of a table of the flat buffer (an embedding, a norm's gain), by the table's offset.</summary>
    public float* Row(long table, int row = 0) => _tables[table].Row(row);

    /// <summary>Copies the weights as they are now.</summary>
    public void Refresh()
    {
        foreach (var (map, matrix) in _matrices) Pack(map, matrix);
        foreach (var (offset, table) in _tables) table.Copy(_source.Read(offset, table.Length));
        _source.Release();
    }

    public void Dispose()
    {
        _memory.Dispose();
    }

    private void Pack(LinearMap map, PackedMatrix matrix)
    {
        var weights = _source.Read(map.Weight, (long)map.Outputs * map.Inputs);
        ThreadTeam.For(matrix.PanelCount, 1, (_, low, high) =>
        {
            using var buffer = new PackingBuffer();
            var row = buffer.Reserve(2L * Padded(matrix.Depth));
            for (var i = (int)low; i < high; i++) matrix.Pack(i, weights, row);
        });
        if (map.Bias is { } bias) matrix.SetBias(_source.Read(bias, map.Outputs));
    }

    private void Add(LayerStep step, DecoderConfig config)
    {
        switch (step)
        {
            case EmbedStep embed:
                AddTable(embed.Tokens, config.VocabularySize, config.Width);
                if (embed.Positions is { } positions) AddTable(positions, config.MaxPositions, config.Width);
                break;
            case ParallelStep parallel:
                Add(parallel.First, config);
                Add(parallel.Second, config);
                break;
            case ResidualStep residual:
                foreach (var norm in new[] { residual.Norm, residual.After })
                    if (norm is not null) Add(norm, config);
                Add(residual.Branch, config);
                break;
            case NormStep norm:
                AddTable(norm.Gain, 1, norm.Width, norm.UnitGain ? 1 : 0);
                if (norm.Bias is { } bias) AddTable(bias, 1, norm.Width);
                break;
            case AttentionStep attention:
                foreach (var norm in new[] { attention.QueryNorm, attention.KeyNorm })
                    if (norm is not null) Add(norm, config);
                AddMap(attention.Input);
                AddMap(attention.Output);
                break;
            case FeedForwardStep feedForward:
                AddMap(feedForward.Input);
                AddMap(feedForward.Output);
                break;
            default:
                throw new ArgumentException($"The generator knows no step {step.GetType().Name}.", nameof(step));
        }
    }

    private void AddMap(LinearMap map) => _matrices[map] = new PackedMatrix(map, _type, _memory, _width, _plain);

    private void AddTable(long offset, int rows, int width, float added = 0) => _tables[offset] = new RowTable(_memory, rows, width, Padded(width), added);

    /// <param name="added">To every element: 1 where a norm multiplies by 1 + gain.</param>
    private sealed class RowTable(LargeArena memory, int rows, int width, int stride, float added)
    {
        private readonly float* _data = (float*)memory.Zeros((long)rows * stride * sizeof(float));

        public long Length => (long)rows * width;

        public float* Row(int row) => _data + (nint)row * stride;

        public void Copy(float* source)
        {
            for (var r = 0; r < rows; r++)
            {
                new Span<float>(source + (nint)r * width, width).CopyTo(new Span<float>(Row(r), width));
                for (var i = 0; added != 0 && i < width; i++) Row(r)[i] += added;
            }
        }
    }
}

using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>
/// States of chosen rows to log-probabilities of chosen tokens. Logits exist for a chunk of rows at a time; where there is more than one, the
/// backward pass computes them again.
/// </summary>
internal sealed unsafe class LanguageHead
{
    /// <summary>Logits in memory at a time: 16 MB, or what these rows need, so that packing the table is paid for.</summary>
    private const int ChunkFloats = 1 << 22, LeastRows = 192;

    private readonly Decoder _decoder;
    private readonly float* _states;
    private readonly int[] _targets;
    private readonly float[] _logSums;
    private readonly float _inverse, _factor;
    private readonly float? _cap;
    private readonly int _width, _vocabulary, _chunk;
    private readonly Kernels _kernels = Kernels.Chosen;
    private float* _kept;

    /// <param name="states">(R, W)</param>
    /// <param name="targets">(R)</param>
    public LanguageHead(Decoder decoder, float* states, int[] targets, float temperature)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        _states = states;
        (_decoder, _targets, _inverse) = (decoder, targets, 1 / temperature);
        (_factor, _cap) = (1 / (float)decoder.Config.LogitDivisor, (float?)decoder.Config.LogitCap);
        (_width, _vocabulary) = (decoder.Config.Width, decoder.Config.VocabularySize);
        _chunk = Math.Min(Math.Max(1, targets.Length), Math.Max(LeastRows, ChunkFloats / _vocabulary));
        (LogProbs, Entropies, _logSums) = (new float[targets.Length], new float[targets.Length], new float[targets.Length]);
    }

    /// <summary>(R)</summary>
    public float[] LogProbs { get; }

    /// <summary>(R), nats</summary>
    public float[] Entropies { get; }

    /// <param name="keep">Whether a backward pass follows: it uses the logits again where all fit in one chunk.</param>
    public void Forward(bool keep)
    {
        if (keep && _targets.Length <= _chunk)
        {
            _kept = _decoder.Workspace.Take((long)_chunk * _vocabulary);
            Multiply(0, _targets.Length, _kept);
            ReadChunk(0, _targets.Length, _kept);
        }
        else ForEachChunk(ReadChunk);
    }

    /// <summary>The log-probabilities, and at once the gradient of scale · Σ log p.</summary>
    public void ForwardBackward(float scale, float* dhidden) => ForEachChunk((low, count, logits) =>
    {
        ReadChunk(low, count, logits);
        WriteGradients(low, count, logits, _ => scale, _ => 0);
        Carry(low, count, logits, dhidden);
    });

    /// <summary>Adds to the gradients of the states and of the head, given those of log-probabilities and entropies.</summary>
    public void Backward(float[] dlogProbs, float[] dentropies, float* dhidden)
    {
        if (_kept != null) Chunk(0, _targets.Length, _kept);
        else ForEachChunk(Chunk);

        void Chunk(int low, int count, float* logits)
        {
            WriteGradients(low, count, logits, r => dlogProbs[r], r => dentropies[r]);
            Carry(low, count, logits, dhidden);
        }
    }

    /// <summary>(R, V)</summary>
    public float[] Logits()
    {
        var all = new float[(long)_targets.Length * _vocabulary];
        ForEachChunk((low, count, logits) => new ReadOnlySpan<float>(logits, count * _vocabulary).CopyTo(all.AsSpan(low * _vocabulary)));
        return all;
    }

    private void ReadChunk(int low, int count, float* logits) => ThreadTeam.Share(count, 4, (_, from, to) =>
    {
        for (var i = from; i < to; i++)
        {
            var r = low + (int)i;
            var row = logits + i * _vocabulary;
            var (logSum, mean) = _kernels.LogSumExp(row, _vocabulary, _inverse);
            (LogProbs[r], Entropies[r], _logSums[r]) = (row[_targets[r]] * _inverse - logSum, logSum - mean, logSum);
        }
    });

    private void WriteGradients(int low, int count, float* logits, Func<int, float> dlogProb, Func<int, float> dentropy) =>
        ThreadTeam.Share(count, 4, (_, from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var r = low + (int)i;
                var row = logits + i * _vocabulary;
                float[] capped = _cap is null ? [] : new ReadOnlySpan<float>(row, _vocabulary).ToArray();
                _kernels.LogitGradients(row, _vocabulary, _inverse, _logSums[r], -dlogProb(r), -dentropy(r), Entropies[r]);
                row[_targets[r]] += dlogProb(r) * _inverse;
                fixed (float* before = capped) ThroughCap(before, row);
            }
        });

    private void Carry(int low, int count, float* dlogits, float* dhidden)
    {
        var map = _decoder.Plan.Head!;
        var head = map.Weight;
        if (_factor != 1) _kernels.Scale(_factor, dlogits, (long)count * _vocabulary);
        var mark = _decoder.Workspace.Mark();
        var dstates = _decoder.Workspace.Take((long)count * _width);
        _decoder.Products.Backward(dlogits, _states + (long)low * _width, _decoder.Weight(head), dstates, _decoder.Gradient(head), count, _width, _vocabulary);
        foreach (var change in map.Changes) new LowRankPass(_decoder, count).Backward(map, change, _states + (long)low * _width, dlogits, dstates);
        _kernels.Add(dstates, dhidden + (long)low * _width, (long)count * _width);
        _decoder.Workspace.Release(mark);
    }

    private void ForEachChunk(ChunkBody body)
    {
        var mark = _decoder.Workspace.Mark();
        var logits = _decoder.Workspace.Take((long)_chunk * _vocabulary);
        for (var low = 0; low < _targets.Length; low += _chunk)
        {
            var count = Math.Min(_chunk, _targets.Length - low);
            Multiply(low, count, logits);
            body(low, count, logits);
        }
        _decoder.Workspace.Release(mark);
    }

    private void Multiply(int low, int count, float* logits)
    {
        var head = _decoder.Plan.Head ?? throw new InvalidOperationException("This model has a scalar head and no language head.");
        _decoder.Products.Forward(_states + (long)low * _width, _decoder.Weight(head.Weight), logits, count, _width, _vocabulary);
        foreach (var change in head.Changes) new LowRankPass(_decoder, count).Forward(head, change, _states + (long)low * _width, logits);
        if (_factor != 1) _kernels.Scale(_factor, logits, (long)count * _vocabulary);
        if (_cap is { } cap)
            ThreadTeam.Share(count, 4, (_, from, to) =>
            {
                for (var i = from; i < to; i++) _kernels.Cap(logits + i * _vocabulary, _vocabulary, 1, cap, null);
            });
    }

    /// <summary>From the gradient of a row of logits to that of the products they are made of. 1 − (capped/cap)² is the cap's slope.</summary>
    private void ThroughCap(float* capped, float* gradient)
    {
        if (_cap is not { } cap) return;
        for (var j = 0; j < _vocabulary; j++) gradient[j] *= 1 - capped[j] / cap * (capped[j] / cap);
    }

    private delegate void ChunkBody(int low, int count, float* logits);
}

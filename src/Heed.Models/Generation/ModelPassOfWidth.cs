using Heed.Models.Architecture;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;

namespace Heed.Models.Generation;

/// <summary>
/// Interprets the decoder's list of layer steps over rows of tokens. The threads of the team share every operation: rows, panels of weights,
/// heads. A row's numbers are the same to the bit, however many rows and threads there are, unless the library multiplies large batches.
/// </summary>
internal sealed unsafe class ModelPass<S, V> : ModelPass where S : struct, ISimd<V> where V : struct
{
    private const int LogitRowsAtOnce = 24;
    private const long SmallWork = 1_500_000;                           // multiply-adds that are over before a second thread has woken

    private readonly DecoderPlan _plan;
    private readonly Rounding _rounding;
    private readonly bool _library;
    private readonly PackingBuffer _product = new();
    private readonly PackedWeights _weights;
    private readonly RowAttention<S, V> _attention;
    private readonly Activations _x, _normed, _fused, _inner;
    private readonly Activations? _before, _branch;
    private Activations? _logits;
    private IReadOnlyList<StepRow> _rows = [];
    private IReadOnlyList<int> _logitRows = [];
    private OnLogits _onLogits = (_, _) => { };
    private int _parts;
    private bool _alone;
    private int _count;

    public ModelPass(WeightSource weights, KeyValueCache cache, int rows, GeneratorOptions options)
    {
        var plan = _plan = weights.Plan;
        _library = options is { Weights: PackedType.BFloat16, BatchInvariant: false } && Processor.MultipliesBFloat16;
        _rounding = options.Weights == PackedType.W8A8 ? Rounding.Bytes : _library ? Rounding.BFloat16 : Rounding.None;
        var c = plan.Config;
        _weights = new PackedWeights(weights, options.Weights, S.Width, _library);
        _attention = new RowAttention<S, V>(_weights, cache);
        var branches = plan.Residuals.Select(r => r.Branch).ToList();
        var fused = branches.Max(b => b is AttentionStep a ? a.Input.Outputs : ((FeedForwardStep)b).Input.Outputs);
        var inner = branches.Max(b => b is AttentionStep a ? a.Output.Inputs : ((FeedForwardStep)b).Output.Inputs);
        (_x, _normed) = (New(c.Width), New(c.Width));
        if (plan.Steps.Any(s => s is ParallelStep)) _before = New(c.Width);
        if (plan.Residuals.Any(r => !r.IsPlain)) _branch = New(c.Width);
        (_fused, _inner) = (New(fused), New(inner));

        Activations New(int width) => new(rows, PackedWeights.Padded(width), _rounding);
    }

    public override long WeightBytes => _weights.Bytes;

    public override void Refresh() => _weights.Refresh();

    public override void Run(IReadOnlyList<StepRow> rows, IReadOnlyList<int> logitRows, OnLogits onLogits)
    {
        (_rows, _logitRows, _onLogits) = (rows, logitRows, onLogits);
        MakeRoomForParts(rows);
        _count = rows.Count;
        _alone = rows.Count * _plan.MultiplyingParameters < SmallWork;
        RunSteps();
    }

    public override void Dispose()
    {
        foreach (var owned in new IDisposable?[] { _weights, _attention, _x, _normed, _fused, _inner, _before, _branch, _logits, _product }) owned?.Dispose();
    }

    private void RunSteps()
    {
        var layer = 0;
        foreach (var step in _plan.MixingSteps) Run(step, ref layer);
        KeepRowsWithLogits();
        if (_count == 0) return;
        foreach (var step in _plan.RowSteps) Run(step, ref layer);
        Logits();
    }

    private void Run(LayerStep step, ref int layer)
    {
        switch (step)
        {
            case EmbedStep embed:
                EachRow(r => Embed(embed, r));
                break;
            case ResidualStep residual:
                Residual(residual, _x, ref layer);
                break;
            case ParallelStep parallel:
                EachRow(r => Copy(_x.Row(r), _before!.Row(r)));
                Residual(parallel.First, _before!, ref layer);
                Residual(parallel.Second, _before!, ref layer);
                break;
            case NormStep norm:
                EachRow(r => Norm(norm, _x.Row(r), _normed.Row(r)));
                break;
        }
    }

    /// <summary>Behind the last attention only they are needed. They are ascending, so none is overwritten before it has moved.</summary>
    private void KeepRowsWithLogits()
    {
        _count = _logitRows.Count;
        for (var i = 0; i < _count; i++)
            if (_logitRows[i] != i) Copy(_x.Row(_logitRows[i]), _x.Row(i));
    }

    private void Embed(EmbedStep step, int r)
    {
        var row = _rows[r];
        var target = _x.Row(r);
        Copy(_weights.Row(step.Tokens, row.Token), target);
        if (step.Scale != 1) Scale(step.Scale, target, _x.Stride);
        if (step.Positions is not { } positions) return;
        var position = _weights.Row(positions, row.Position);
        for (var i = 0; i < _x.Stride; i += S.Width) S.Store(S.Add(S.Load(target + i), S.Load(position + i)), target + i);
    }

    /// <summary>Adds the branch of <paramref name="from"/> to the stream.</summary>
    private void Residual(ResidualStep step, Activations from, ref int layer)
    {
        var input = from;
        if (step.Norm is { } norm)
        {
            input = _normed;
            EachRow(r => Norm(norm, from.Row(r), _normed.Row(r)));
        }
        var output = step.IsPlain ? _x : _branch!;
        if (step.Branch is AttentionStep attention) Attend(attention, layer++, input, output, step.IsPlain);
        else FeedForward((FeedForwardStep)step.Branch, input, output, step.IsPlain);
        if (!step.IsPlain) EachRow(r => AddBranch(step, _branch!.Row(r), _x.Row(r)));
    }

    private void Attend(AttentionStep step, int layer, Activations input, Activations output, bool add)
    {
        Multiply(step.Input, input, _fused, add: false);
        EachRow(r => _attention.Place(_rows[r], step, layer, _fused.Row(r)));
        _attention.Attend(_alone ? 1 : _parts, _rows, step, layer, _fused, _inner);
        Multiply(step.Output, _inner, output, add);
    }

    private void FeedForward(FeedForwardStep step, Activations input, Activations output, bool add)
    {
        Multiply(step.Input, input, _fused, add: false);
        EachRow(r => RowActivation<S, V>.Apply(step, _fused.Row(r), _inner.Row(r)));
        Multiply(step.Output, _inner, output, add);
    }

    private void AddBranch(ResidualStep step, float* branch, float* x)
    {
        if (step.After is { } after) Norm(after, branch, branch);
        var scale = S.Broadcast(step.Scale);
        for (var i = 0; i < _x.Stride; i += S.Width) S.Store(S.MultiplyAdd(scale, S.Load(branch + i), S.Load(x + i)), x + i);
    }

    private void Norm(NormStep step, float* x, float* y)
    {
        if (step.Bias is { } bias) RowNorm<S, V>.Layer(x, _weights.Row(step.Gain), _weights.Row(bias), step.Epsilon, step.Width, y);
        else RowNorm<S, V>.RootMeanSquare(x, _weights.Row(step.Gain), step.Epsilon, step.Width, y);
    }

    private void Multiply(LinearMap map, Activations x, Activations y, bool add) =>
        Multiply(_weights.Matrix(map), x, 0, _count, y, add);

    private void Multiply(PackedMatrix w, Activations x, int row, int rows, Activations y, bool add)
    {
        var library = _library && rows >= LibraryMultiply<S, V>.FewestRows;
        if (library || _rounding == Rounding.Bytes) EachOf(rows, r => x.Round(row + r, w.Depth));
        if (!library)
        {
            Share(w.PanelCount, 2, (_, from, to) => PackedMultiply<S, V>.Panels(x, row, rows, w, (int)from, (int)to, y.Row(0), y.Stride, add));
            return;
        }
        var product = (nint)LibraryMultiply<S, V>.Product(x, row, rows, w, _product);
        EachOf(rows, r => LibraryMultiply<S, V>.Widen((ushort*)product + (nint)r * w.Outputs, w, y.Row(r), add));
    }

    /// <summary>The head, for a few rows at a time, so that their logits are still in the cache when tokens are drawn from them.</summary>
    private void Logits()
    {
        var head = _weights.Matrix(_plan.Head!);
        var atOnce = LogitRowsAtOnce * _parts;
        for (var low = 0; low < _logitRows.Count; low += atOnce)
        {
            var (first, count) = (low, Math.Min(atOnce, _logitRows.Count - low));
            Multiply(head, _normed, first, count, _logits!, add: false);
            EachOf(count, i =>
            {
                Shape(_logits!.Row(i), _logits.Stride);
                _onLogits(first + i, new ReadOnlySpan<float>(_logits.Row(i), _plan.Config.VocabularySize));
            });
        }
    }

    /// <summary>Divides and caps a row of logits, where the model does.</summary>
    private void Shape(float* logits, int stride)
    {
        var c = _plan.Config;
        if (c.LogitDivisor != 1) Scale(1 / (float)c.LogitDivisor, logits, stride);
        if (c.LogitCap is not { } cap) return;
        V inverse = S.Broadcast(1 / (float)cap), outer = S.Broadcast((float)cap);
        for (var i = 0; i < stride; i += S.Width) S.Store(S.Multiply(outer, SimdMath.Tanh<S, V>(S.Multiply(S.Load(logits + i), inverse))), logits + i);
    }

    private static void Scale(float factor, float* row, int stride)
    {
        var scale = S.Broadcast(factor);
        for (var i = 0; i < stride; i += S.Width) S.Store(S.Multiply(scale, S.Load(row + i)), row + i);
    }

    private void Copy(float* from, float* to) => new ReadOnlySpan<float>(from, _x.Stride).CopyTo(new Span<float>(to, _x.Stride));

    private void EachRow(Action<int> body) => EachOf(_count, body);

    /// <summary>Of a single row all is over before a second thread could take its part.</summary>
    private void EachOf(int count, Action<int> body)
    {
        if (_count == 1) Each(0, 0, count);
        else Share(count, 1, Each);

        void Each(int part, long low, long high)
        {
            for (var i = (int)low; i < high; i++) body(i);
        }
    }

    /// <summary>What is over before a second thread has woken stays with the calling one.</summary>
    private void Share(int count, int grain, ThreadTeam.Body body)
    {
        if (_alone) body(0, 0, count);
        else ThreadTeam.For(count, grain, body);
    }

    private void MakeRoomForParts(IReadOnlyList<StepRow> rows)
    {
        var longest = 0;
        foreach (var row in rows) longest = Math.Max(longest, row.Position + 1);
        _attention.MakeRoom(_plan, ThreadTeam.Threads, longest);
        if (_parts == ThreadTeam.Threads) return;
        _parts = ThreadTeam.Threads;
        _logits?.Dispose();
        _logits = new Activations(LogitRowsAtOnce * _parts, PackedWeights.Padded(_plan.Head!.Outputs));
    }
}

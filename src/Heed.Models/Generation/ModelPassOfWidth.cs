using Heed.Models.Architecture;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;

namespace Heed.Models.Generation;

/// <summary>
/// Interprets the decoder's list of layer steps over rows of tokens. With many rows each thread takes its share of them through the
/// whole model; with few, the threads share every operation. Either way a row's numbers are the same to the bit.
/// </summary>
internal sealed unsafe class ModelPass<S, V> : ModelPass where S : struct, ISimd<V> where V : struct
{
    private const int LogitRowsAtOnce = 24;
    private const long SmallWork = 1_500_000;                           // multiply-adds that are over before a second thread has woken

    private readonly DecoderPlan _plan;
    private readonly PackedWeights _weights;
    private readonly RowAttention<S, V> _attention;
    private readonly Activations _x, _normed, _fused, _inner, _last;
    private readonly Activations? _before, _branch;
    private Activations? _logits;
    private IReadOnlyList<StepRow> _rows = [];
    private IReadOnlyList<int> _logitRows = [];
    private OnLogits _onLogits = (_, _) => { };
    private int _parts;

    public ModelPass(DecoderPlan plan, ParameterBuffer weights, KeyValueCache cache, int rows)
    {
        _plan = plan;
        var c = plan.Config;
        _weights = new PackedWeights(plan, weights, 2 * S.Width);
        _attention = new RowAttention<S, V>(_weights, cache);
        var branches = plan.Residuals.Select(r => r.Branch).ToList();
        var fused = branches.Max(b => b is AttentionStep a ? a.Input.Outputs : ((FeedForwardStep)b).Input.Outputs);
        var inner = branches.Max(b => b is AttentionStep a ? a.Output.Inputs : ((FeedForwardStep)b).Output.Inputs);
        (_x, _normed, _last) = (New(c.Width), New(c.Width), New(c.Width));
        if (plan.Steps.Any(s => s is ParallelStep)) _before = New(c.Width);
        if (plan.Residuals.Any(r => !r.IsPlain)) _branch = New(c.Width);
        (_fused, _inner) = (New(fused), New(inner));

        Activations New(int width) => new(rows, _weights.Padded(width));
    }

    public override void Refresh() => _weights.Refresh();

    public override void Run(IReadOnlyList<StepRow> rows, IReadOnlyList<int> logitRows, OnLogits onLogits)
    {
        (_rows, _logitRows, _onLogits) = (rows, logitRows, onLogits);
        MakeRoomForParts(rows);
        var whole = new Part(0, 0, rows.Count, 0, logitRows.Count, Alone: rows.Count * _plan.MultiplyingParameters < SmallWork);
        if (whole.Alone || RowSplit.Borders(rows, _parts) is not { } borders)
        {
            RunPart(whole);
            return;
        }
        TeamParts.For(_parts, _parts, 1, (part, _, _) =>
            RunPart(new Part(part, borders[part], borders[part + 1], LogitRowsBefore(borders[part]), LogitRowsBefore(borders[part + 1]), Alone: true)));
    }

    public override void Dispose()
    {
        foreach (var owned in new IDisposable?[] { _weights, _attention, _x, _normed, _fused, _inner, _last, _before, _branch, _logits }) owned?.Dispose();
    }

    private void RunPart(Part part)
    {
        var layer = 0;
        foreach (var step in _plan.Steps)
            switch (step)
            {
                case EmbedStep embed:
                    EachRow(part, r => Embed(embed, r));
                    break;
                case ResidualStep residual:
                    Residual(part, residual, _x, ref layer);
                    break;
                case ParallelStep parallel:
                    EachRow(part, r => Copy(_x.Row(r), _before!.Row(r)));
                    Residual(part, parallel.First, _before!, ref layer);
                    Residual(part, parallel.Second, _before!, ref layer);
                    break;
                case NormStep norm:
                    for (var i = part.LogitLow; i < part.LogitHigh; i++) Norm(norm, _x.Row(_logitRows[i]), _last.Row(i));
                    break;
            }
        Logits(part);
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
    private void Residual(Part part, ResidualStep step, Activations from, ref int layer)
    {
        var input = from;
        if (step.Norm is { } norm)
        {
            input = _normed;
            EachRow(part, r => Norm(norm, from.Row(r), _normed.Row(r)));
        }
        var output = step.IsPlain ? _x : _branch!;
        if (step.Branch is AttentionStep attention) Attend(part, attention, layer++, input, output, step.IsPlain);
        else FeedForward(part, (FeedForwardStep)step.Branch, input, output, step.IsPlain);
        if (!step.IsPlain) EachRow(part, r => AddBranch(step, _branch!.Row(r), _x.Row(r)));
    }

    private void Attend(Part part, AttentionStep step, int layer, Activations input, Activations output, bool add)
    {
        Multiply(part, step.Input, input, _fused, add: false);
        EachRow(part, r => _attention.Remember(_rows[r], step, layer, _fused.Row(r)));
        _attention.Attend(part, _rows, step, layer, _fused, _inner);
        Multiply(part, step.Output, _inner, output, add);
    }

    private void FeedForward(Part part, FeedForwardStep step, Activations input, Activations output, bool add)
    {
        Multiply(part, step.Input, input, _fused, add: false);
        EachRow(part, r => RowActivation<S, V>.Apply(step, _fused.Row(r), _inner.Row(r)));
        Multiply(part, step.Output, _inner, output, add);
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

    private void Multiply(Part part, LinearMap map, Activations x, Activations y, bool add) =>
        Multiply(part.Alone, _weights.Matrix(map), x.Row(part.Low), part.High - part.Low, x.Stride, y.Row(part.Low), y.Stride, add);

    private static void Multiply(bool alone, PackedMatrix w, float* x, int rows, int ldx, float* y, int ldy, bool add)
    {
        if (alone) PackedMultiply<S, V>.Panels(x, rows, ldx, w, 0, w.PanelCount, y, ldy, add);
        else ThreadTeam.For(w.PanelCount, 4, (_, low, high) => PackedMultiply<S, V>.Panels(x, rows, ldx, w, (int)low, (int)high, y, ldy, add));
    }

    /// <summary>The head, for a few rows at a time, so that their logits are still in the cache when tokens are drawn from them.</summary>
    private void Logits(Part part)
    {
        var head = _weights.Matrix(_plan.Head!);
        var (atOnce, room) = part.Alone ? (LogitRowsAtOnce, part.Number * LogitRowsAtOnce) : (LogitRowsAtOnce * _parts, 0);
        for (var low = part.LogitLow; low < part.LogitHigh; low += atOnce)
        {
            var (first, count) = (low, Math.Min(atOnce, part.LogitHigh - low));
            Multiply(part.Alone, head, _last.Row(first), count, _last.Stride, _logits!.Row(room), _logits.Stride, add: false);
            if (part.Alone) Draw(0, 0, count);
            else ThreadTeam.For(count, 1, Draw);

            void Draw(int _, long from, long to)
            {
                for (var i = (int)from; i < to; i++)
                {
                    Shape(_logits.Row(room + i), _logits.Stride);
                    _onLogits(first + i, new ReadOnlySpan<float>(_logits.Row(room + i), _plan.Config.VocabularySize));
                }
            }
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

    private static void EachRow(Part part, Action<int> body)
    {
        if (part.Alone)
            for (var r = part.Low; r < part.High; r++) body(r);
        else
            ThreadTeam.For(part.High - part.Low, 8, (_, low, high) =>
            {
                for (var r = part.Low + (int)low; r < part.Low + high; r++) body(r);
            });
    }

    private int LogitRowsBefore(int row)
    {
        var count = 0;
        while (count < _logitRows.Count && _logitRows[count] < row) count++;
        return count;
    }

    private void MakeRoomForParts(IReadOnlyList<StepRow> rows)
    {
        var longest = 0;
        foreach (var row in rows) longest = Math.Max(longest, row.Position + 1);
        _attention.MakeRoom(_plan, ThreadTeam.Threads, longest);
        if (_parts == ThreadTeam.Threads) return;
        _parts = ThreadTeam.Threads;
        _logits?.Dispose();
        _logits = new Activations(LogitRowsAtOnce * _parts, _weights.Matrix(_plan.Head!).PaddedOutputs);
    }
}

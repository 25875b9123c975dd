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
        _attention = new RowAttention<S, V>(plan, cache);
        var branches = plan.Steps.OfType<ResidualStep>().Select(r => r.Branch).ToList();
        var fused = branches.Max(b => b is AttentionStep a ? a.Input.Outputs : ((FeedForwardStep)b).Input.Outputs);
        var inner = branches.Max(b => b is AttentionStep a ? a.Output.Inputs : ((FeedForwardStep)b).Output.Inputs);
        (_x, _normed, _last) = (New(c.Width), New(c.Width), New(c.Width));
        (_fused, _inner) = (New(fused), New(inner));

        Activations New(int width) => new(rows, _weights.Padded(width));
    }

    public override void Refresh() => _weights.Refresh();

    public override void Run(IReadOnlyList<StepRow> rows, IReadOnlyList<int> logitRows, OnLogits onLogits)
    {
        (_rows, _logitRows, _onLogits) = (rows, logitRows, onLogits);
        MakeRoomForParts();
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
        foreach (var owned in new IDisposable?[] { _weights, _attention, _x, _normed, _fused, _inner, _last, _logits }) owned?.Dispose();
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
                case ResidualStep { Branch: AttentionStep attention } residual:
                    Attend(part, residual.Norm, attention, layer++);
                    break;
                case ResidualStep { Branch: FeedForwardStep feedForward } residual:
                    FeedForward(part, residual.Norm, feedForward);
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
        new Span<float>(_weights.Row(step.Tokens, row.Token), _x.Stride).CopyTo(new Span<float>(_x.Row(r), _x.Stride));
        if (step.Positions is not { } positions) return;
        float* position = _weights.Row(positions, row.Position), target = _x.Row(r);
        for (var i = 0; i < _x.Stride; i += S.Width) S.Store(S.Add(S.Load(target + i), S.Load(position + i)), target + i);
    }

    private void Attend(Part part, NormStep norm, AttentionStep step, int layer)
    {
        EachRow(part, r => Norm(norm, _x.Row(r), _normed.Row(r)));
        Multiply(part, step.Input, _normed, _fused, add: false);
        EachRow(part, r => _attention.Remember(_rows[r], step, layer, _fused.Row(r)));
        _attention.Attend(part, _rows, step, layer, _fused, _inner);
        Multiply(part, step.Output, _inner, _x, add: true);
    }

    private void FeedForward(Part part, NormStep norm, FeedForwardStep step)
    {
        EachRow(part, r => Norm(norm, _x.Row(r), _normed.Row(r)));
        Multiply(part, step.Input, _normed, _fused, add: false);
        EachRow(part, r => Activate(step, _fused.Row(r), _inner.Row(r)));
        Multiply(part, step.Output, _inner, _x, add: true);
    }

    private void Norm(NormStep step, float* x, float* y)
    {
        var width = _plan.Config.Width;
        if (step.Bias is { } bias) RowNorm<S, V>.Layer(x, _weights.Row(step.Gain), _weights.Row(bias), step.Epsilon, width, y);
        else RowNorm<S, V>.RootMeanSquare(x, _weights.Row(step.Gain), step.Epsilon, width, y);
    }

    private static void Activate(FeedForwardStep step, float* fused, float* inner)
    {
        if (step.Gated) RowActivation<S, V>.SwiGlu(fused, step.Inner, inner);
        else RowActivation<S, V>.Gelu(fused, step.Inner, inner);
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
                    _onLogits(first + i, new ReadOnlySpan<float>(_logits.Row(room + i), _plan.Config.VocabularySize));
            }
        }
    }

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

    private void MakeRoomForParts()
    {
        if (_parts == ThreadTeam.Threads) return;
        _parts = ThreadTeam.Threads;
        _logits?.Dispose();
        _logits = new Activations(LogitRowsAtOnce * _parts, _weights.Matrix(_plan.Head!).PaddedOutputs);
        _attention.MakeRoomForParts(_parts);
    }
}

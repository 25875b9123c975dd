using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>Interprets a list of layer steps, forward and backward, over n rows: all of a packed batch, or some of them where each step treats rows alone.</summary>
internal sealed unsafe class Trunk(Decoder decoder, IReadOnlyList<LayerStep> steps, PackedBatch batch, int n, bool train)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly EmbedPass _embedding = new(decoder, batch);
    private readonly LinearPass _maps = new(decoder, n);
    private readonly FeedForwardPass _feedForward = new(decoder, new LinearPass(decoder, n), n);
    private readonly Workspace _workspace = decoder.Workspace;
    private readonly int _width = decoder.Config.Width;
    private readonly Stack<Saved> _saved = new();

    private long States => (long)n * _width;

    /// <param name="x">(n, W): changed where nothing is kept for a backward pass; null where the first step looks tokens up.</param>
    /// <returns>(n, W)</returns>
    public float* Forward(float* x = null)
    {
        foreach (var step in steps) x = IsComputedAgain(step) ? Pass(step, x) : Run(step, x);
        return x;
    }

    private float* Run(LayerStep step, float* x) => step switch
    {
        EmbedStep embed => _embedding.Forward(embed),
        ResidualStep residual => Residual(residual, x, train ? Copy(x) : x),
        ParallelStep parallel => Parallel(parallel, x),
        NormStep norm => FinalNorm(norm, x),
        _ => throw new InvalidOperationException($"A trunk cannot interpret {step}."),
    };

    private bool IsComputedAgain(LayerStep step) => train && decoder.GradientCheckpointing && step is (ResidualStep or ParallelStep);

    /// <summary>Keeps nothing of a step but its input.</summary>
    private float* Pass(LayerStep step, float* x)
    {
        var y = _workspace.Take(States);
        var (mark, known) = (_workspace.Mark(), _saved.Count);
        new ReadOnlySpan<float>(Run(step, x), checked((int)States)).CopyTo(new Span<float>(y, checked((int)States)));
        while (_saved.Count > known) _saved.Pop();
        _saved.Push(new Saved(x, null, null, null));
        _workspace.Release(mark);
        return y;
    }

    /// <summary>Adds to the gradient of every weight.</summary>
    /// <param name="dx">(n, W): of what <see cref="Forward"/> returned; changed.</param>
    /// <returns>(n, W): of what it was given.</returns>
    public float* Backward(float* dx)
    {
        foreach (var step in steps.Reverse())
        {
            if (step is NormStep norm)
            {
                var before = _workspace.TakeZeros(States);               // lives on as dx
                NormBackward(norm, _saved.Pop(), dx, before, n);
                dx = before;
                continue;
            }
            var mark = _workspace.Mark();
            if (IsComputedAgain(step)) Run(step, _saved.Pop().Input);
            if (step is ResidualStep residual) ResidualBackward(residual, dx, dx);
            else if (step is ParallelStep parallel) ParallelBackward(parallel, dx);
            else if (step is EmbedStep embed) _embedding.Backward(embed, dx);
            _workspace.Release(mark);
        }
        return dx;
    }

    /// <summary>Adds the branch of x to y, which holds x or is x.</summary>
    private float* Residual(ResidualStep step, float* x, float* y)
    {
        var kept = _workspace.Mark();
        var output = step.IsPlain ? y : _workspace.Take(States);
        var after = new Saved(output, null, null, step.After is null ? null : Statistics());
        if (step.Branch is AttentionStep attention) Attend(step.Norm, attention, x, output, step.IsPlain);
        else FeedForward(step.Norm, (FeedForwardStep)step.Branch, x, output, step.IsPlain);
        if (!step.IsPlain)
        {
            var mark = _workspace.Mark();
            var added = step.After is { } norm ? Normalize(norm, after, n) : output;
            if (step.Scale != 1) _kernels.Scale(step.Scale, added, States);
            _kernels.Add(added, y, States);
            _saved.Push(after);
            _workspace.Release(mark);
        }
        if (!train) _workspace.Release(kept);
        return y;
    }

    private float* Parallel(ParallelStep step, float* x)
    {
        var y = Copy(x);
        Residual(step.First, x, y);
        return Residual(step.Second, x, y);
    }

    /// <param name="dy">Gradient of the stream after the step.</param>
    /// <param name="dx">Gradient of the stream before it, added to; the same buffer where nothing else reads dy.</param>
    private void ResidualBackward(ResidualStep step, float* dy, float* dx)
    {
        var doutput = dy;
        if (!step.IsPlain)
        {
            var after = _saved.Pop();
            if (step.Scale != 1) _kernels.Scale(step.Scale, doutput = Copy(dy), States);
            if (step.After is { } norm)
            {
                var before = _workspace.TakeZeros(States);
                NormBackward(norm, after, doutput, before, n);
                doutput = before;
            }
        }
        if (step.Branch is AttentionStep attention) AttendBackward(step.Norm, attention, _saved.Pop(), doutput, dx);
        else FeedForwardBackward(step.Norm, (FeedForwardStep)step.Branch, _saved.Pop(), doutput, dx);
    }

    private void ParallelBackward(ParallelStep step, float* dx)
    {
        var dy = Copy(dx);
        ResidualBackward(step.Second, dy, dx);
        ResidualBackward(step.First, dy, dx);
    }

    private void Attend(NormStep? norm, AttentionStep step, float* x, float* y, bool add)
    {
        var fused = _workspace.Take((long)n * step.Fused);
        var mixed = _workspace.Take((long)n * step.Output.Inputs);
        Saved saved = new(x, fused, mixed, Statistics(), _workspace.Take(HeadNorms.Kept(step, n)));
        var mark = _workspace.Mark();
        _maps.Forward(step.Input, Normalize(norm, saved, n), fused, add: false);
        if (step.QueryNorm is not null) new HeadNorms(decoder, step, n).Forward(fused, saved.Third);
        Rotate(step, fused, inverse: false);
        CausalAttention.Forward(fused, mixed, batch.Starts, step);
        _maps.Forward(step.Output, mixed, y, add);
        _saved.Push(saved);
        _workspace.Release(mark);
    }

    private void FeedForward(NormStep? norm, FeedForwardStep step, float* x, float* y, bool add)
    {
        Saved saved = new(x, _workspace.Take(_feedForward.Kept(step)), null, Statistics());
        var mark = _workspace.Mark();
        _feedForward.Forward(step, Normalize(norm, saved, n), saved.First, y, add);
        _saved.Push(saved);
        _workspace.Release(mark);
    }

    private float* FinalNorm(NormStep norm, float* x)
    {
        Saved saved = new(x, null, null, Statistics());
        _saved.Push(saved);
        return Normalize(norm, saved, n);
    }

    private void AttendBackward(NormStep? norm, AttentionStep step, Saved saved, float* dy, float* dx)
    {
        var dmixed = _workspace.Take((long)n * step.Output.Inputs);
        var dfused = _workspace.Take((long)n * step.Fused);
        _maps.Backward(step.Output, saved.Second, dy, dmixed);
        CausalAttention.Backward(saved.First, dmixed, dfused, batch.Starts, step);
        Rotate(step, dfused, inverse: true);
        if (step.QueryNorm is not null) new HeadNorms(decoder, step, n).Backward(dfused, saved.Third);
        var dnormed = _workspace.Take(States);
        _maps.Backward(step.Input, Normalize(norm, saved, n), dfused, dnormed);
        ThroughNorm(norm, saved, dnormed, dx);
    }

    private void FeedForwardBackward(NormStep? norm, FeedForwardStep step, Saved saved, float* dy, float* dx)
    {
        var dnormed = _workspace.Take(States);
        _feedForward.Backward(step, Normalize(norm, saved, n), saved.First, dy, dnormed);
        ThroughNorm(norm, saved, dnormed, dx);
    }

    /// <summary>Adds to dx.</summary>
    private void ThroughNorm(NormStep? norm, Saved saved, float* dnormed, float* dx)
    {
        if (norm is null) _kernels.Add(dnormed, dx, States);
        else NormBackward(norm, saved, dnormed, dx, n);
    }

    private void NormBackward(NormStep norm, Saved saved, float* dy, float* dx, int rows)
    {
        if (norm.Bias is { } bias)
            _kernels.LayerNormBackward(dy, saved.Input, decoder.Gain(norm), saved.Statistics + rows, saved.Statistics, dx, Gradient(norm.Gain), Gradient(bias), rows, norm.Width);
        else
            _kernels.RmsNormBackward(dy, saved.Input, decoder.Gain(norm), saved.Statistics, dx, Gradient(norm.Gain), rows, norm.Width);
    }

    /// <summary>The normed input; the input itself where there is no norm.</summary>
    private float* Normalize(NormStep? norm, Saved saved, int rows)
    {
        if (norm is null) return saved.Input;
        var y = _workspace.Take((long)rows * norm.Width);
        if (norm.Bias is { } bias)
            _kernels.LayerNorm(saved.Input, decoder.Gain(norm), Weight(bias), y, saved.Statistics + rows, saved.Statistics, rows, norm.Width, norm.Epsilon);
        else
            _kernels.RmsNorm(saved.Input, decoder.Gain(norm), y, saved.Statistics, rows, norm.Width, norm.Epsilon);
        return y;
    }

    /// <summary>Queries and keys lie first in the fused row; values are not turned.</summary>
    private void Rotate(AttentionStep step, float* fused, bool inverse)
    {
        if (step.Rotary is not { } rotary) return;
        if (rotary.Scaling is not { DependsOnLength: true })
        {
            Turn(0, n, decoder.Rotations.For(rotary, 0, batch.Longest));
            return;
        }
        for (var s = 0; s < batch.Sequences; s++)
            Turn(batch.Starts[s], batch.Starts[s + 1] - batch.Starts[s], decoder.Rotations.For(rotary, batch.Span(s), batch.Longest));

        void Turn(int first, int count, RotationTable table) => _kernels.Rotate(fused + (long)first * step.Fused, batch.Positions.AsSpan(first, count),
            table.Cosines, table.Sines, step.Heads + step.KeyValueHeads, step.HeadWidth, rotary.Width, step.Fused, inverse);
    }

    private float* Copy(float* x)
    {
        var y = _workspace.Take(States);
        new ReadOnlySpan<float>(x, checked((int)States)).CopyTo(new Span<float>(y, checked((int)States)));
        return y;
    }

    private float* Statistics() => _workspace.Take(2L * n);

    private float* Weight(long offset) => decoder.Weight(offset);

    private float* Gradient(long offset) => decoder.Gradient(offset);
}

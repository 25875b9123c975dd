using Heed.Models.Architecture;
using Heed.Models.Numerics.Kernels;
using static TorchSharp.torch;

namespace Heed.Models.Training;

/// <summary>
/// One batch through a decoder. Hands out log-probabilities, entropies and scores as torch leaves; after <c>loss.backward()</c> the pass
/// carries the leaves' gradients into <see cref="Decoder.Gradients"/>. Owns nothing that outlives it.
/// </summary>
public sealed unsafe class ForwardPass : IDisposable
{
    private readonly Decoder _decoder;
    private readonly Trunk _trunk;
    private readonly bool _train;
    private readonly float* _stream;
    private readonly List<RowStates> _states = [];
    private readonly List<Action> _pending = [];

    internal ForwardPass(Decoder decoder, PackedBatch batch, bool train)
    {
        (_decoder, _train, Batch) = (decoder, train, batch);
        Check(batch, decoder.Config);
        decoder.Workspace.Reset();
        _trunk = new Trunk(decoder, decoder.Plan.MixingSteps, batch, batch.Count, train);
        _stream = _trunk.Forward();
    }

    public PackedBatch Batch { get; }

    /// <summary>log p(targets[r] | tokens up to row rows[r]) at a temperature.  (R) leaf, float32</summary>
    public Tensor LogProbs(int[] rows, int[] targets, float temperature = 1) => LogProbsAndEntropies(rows, targets, temperature).LogProbs;

    /// <summary>The log-probabilities and the entropies of the whole distributions, in nats.  (R), (R) leaves, float32</summary>
    public (Tensor LogProbs, Tensor Entropies) LogProbsAndEntropies(int[] rows, int[] targets, float temperature = 1)
    {
        var head = Head(rows, targets, temperature);
        head.Forward(keep: _train);
        var logProbs = tensor(head.LogProbs).requires_grad_(_train);
        var entropies = tensor(head.Entropies).requires_grad_(_train);
        if (_train) _pending.Add(() => head.Backward(Values(logProbs), Values(entropies), States(rows).Gradient));
        return (logProbs, entropies);
    }

    /// <summary>The same as plain numbers; no gradient flows through them.</summary>
    public (float[] LogProbs, float[] Entropies) Evaluate(int[] rows, int[] targets, float temperature = 1)
    {
        var head = Head(rows, targets, temperature);
        head.Forward(keep: false);
        return (head.LogProbs, head.Entropies);
    }

    /// <summary>
    /// −Σ log p(targets[r]). In a training pass the gradient of <c>sum · gradientScale</c> is taken at once, logits and their gradients
    /// sharing one chunk of memory; <see cref="Backward"/> then carries it through the trunk.
    /// </summary>
    public double CrossEntropy(int[] rows, int[] targets, double gradientScale)
    {
        var head = Head(rows, targets, 1);
        if (_train) head.ForwardBackward((float)-gradientScale, States(rows).Gradient);
        else head.Forward(keep: false);
        return -head.LogProbs.Sum(p => (double)p);
    }

    /// <summary>Scalar head of each row's state.  (R) leaf, float32. The mean over an answer's rows is the mean-pooled score.</summary>
    public Tensor Scores(int[] rows)
    {
        var values = tensor(ScoreValues(rows)).requires_grad_(_train);
        if (_train) _pending.Add(() => ScoreBackward(rows, Values(values)));
        return values;
    }

    /// <summary>The same as plain numbers.</summary>
    public float[] ScoreValues(int[] rows)
    {
        float* weight = _decoder.Weight(Score), states = States(rows).Values;
        var width = _decoder.Config.Width;
        var scores = new float[rows.Length];
        for (var r = 0; r < rows.Length; r++) scores[r] = Kernels.Chosen.Dot(states + (long)r * width, weight, width);
        return scores;
    }

    /// <summary>Whole rows of logits, (R, V) row-major: for tests and for reading a model, not for training.</summary>
    public float[] Logits(int[] rows) => Head(rows, new int[rows.Length], 1).Logits();

    /// <summary>Carries the leaves' gradients back through the model and adds them to the decoder's gradients. Once a pass.</summary>
    public void Backward()
    {
        if (!_train) throw new InvalidOperationException("This pass was not opened for training.");
        foreach (var leaf in _pending) leaf();
        _pending.Clear();
        var gradient = _decoder.Workspace.TakeZeros((long)Batch.Count * _decoder.Config.Width);
        foreach (var states in _states) states.Backward(gradient);
        _trunk.Backward(gradient);
        _decoder.Adapter?.ClearUntrained(_decoder.Gradients);
    }

    public void Dispose() => _decoder.Close();

    private LanguageHead Head(int[] rows, int[] targets, float temperature)
    {
        if (rows.Length != targets.Length) throw new ArgumentException($"{rows.Length} rows and {targets.Length} targets; expected as many.", nameof(targets));
        return new LanguageHead(_decoder, States(rows).Values, targets, temperature);
    }

    /// <summary>The same rows are computed once.</summary>
    private RowStates States(int[] rows)
    {
        if (_states.Find(s => s.Rows.AsSpan().SequenceEqual(rows)) is { } known) return known;
        var states = new RowStates(_decoder, Batch, _stream, rows, _train);
        _states.Add(states);
        return states;
    }

    private void ScoreBackward(int[] rows, float[] upstream)
    {
        var (width, states) = (_decoder.Config.Width, States(rows));
        float* weight = _decoder.Weight(Score), dweight = _decoder.Gradient(Score);
        for (var r = 0; r < rows.Length; r++)
        {
            Kernels.Chosen.AddScaled(upstream[r], weight, states.Gradient + (long)r * width, width);
            if (dweight != null) Kernels.Chosen.AddScaled(upstream[r], states.Values + (long)r * width, dweight, width);
        }
    }

    private long Score => _decoder.Plan.Score?.Weight ?? throw new InvalidOperationException("This model has no scalar head; make one by WithScoreHead.");

    private static float[] Values(Tensor leaf)
    {
        using var gradient = leaf.grad;
        return gradient is null ? new float[leaf.numel()] : gradient.data<float>().ToArray();
    }

    private static void Check(PackedBatch batch, DecoderConfig config)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if ((uint)batch.Tokens[i] >= (uint)config.VocabularySize)
                throw new ArgumentOutOfRangeException(nameof(batch), $"Token {batch.Tokens[i]} at place {i}: expected 0 … {config.VocabularySize - 1}.");
        }
        if (batch.Longest > config.LongestSequence)
            throw new ArgumentOutOfRangeException(nameof(batch), $"A sequence of {batch.Longest} tokens; the model's max_positions is {config.MaxPositions}.");
    }
}

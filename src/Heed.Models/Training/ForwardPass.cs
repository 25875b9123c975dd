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
    private readonly float* _hidden;
    private readonly List<Action> _pending = [];
    private float* _gradient;

    internal ForwardPass(Decoder decoder, PackedBatch batch, bool train)
    {
        (_decoder, _train, Batch) = (decoder, train, batch);
        Check(batch, decoder.Config);
        decoder.Workspace.Reset();
        _trunk = new Trunk(decoder, batch, train);
        _hidden = _trunk.Forward();
    }

    public PackedBatch Batch { get; }

    /// <summary>(N, W): states after the last norm.</summary>
    public ReadOnlySpan<float> Hidden => new(_hidden, Batch.Count * _decoder.Config.Width);

    /// <summary>log p(targets[r] | tokens up to row rows[r]) at a temperature.  (R) leaf, float32</summary>
    public Tensor LogProbs(int[] rows, int[] targets, float temperature = 1) => LogProbsAndEntropies(rows, targets, temperature).LogProbs;

    /// <summary>The log-probabilities and the entropies of the whole distributions, in nats.  (R), (R) leaves, float32</summary>
    public (Tensor LogProbs, Tensor Entropies) LogProbsAndEntropies(int[] rows, int[] targets, float temperature = 1)
    {
        var head = Head(rows, targets, temperature);
        head.Forward(keep: _train);
        var logProbs = tensor(head.LogProbs).requires_grad_(_train);
        var entropies = tensor(head.Entropies).requires_grad_(_train);
        if (_train) _pending.Add(() => head.Backward(Values(logProbs), Values(entropies), HiddenGradient()));
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
        if (_train) head.ForwardBackward((float)-gradientScale, HiddenGradient());
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
        var width = _decoder.Config.Width;
        var weight = _decoder.Weight(Score);
        return Array.ConvertAll(rows, r => Kernels.Chosen.Dot(_hidden + (long)r * width, weight, width));
    }

    /// <summary>Whole rows of logits, (R, V) row-major: for tests and for reading a model, not for training.</summary>
    public float[] Logits(int[] rows) => Head(rows, new int[rows.Length], 1).Logits();

    /// <summary>Carries the leaves' gradients back through the model and adds them to the decoder's gradients. Once a pass.</summary>
    public void Backward()
    {
        if (!_train) throw new InvalidOperationException("This pass was not opened for training.");
        foreach (var leaf in _pending) leaf();
        _pending.Clear();
        if (_gradient != null) _trunk.Backward(_gradient);
        _gradient = null;
        _decoder.Adapter?.ClearUntrained(_decoder.Gradients);
    }

    public void Dispose() => _decoder.Close();

    private LanguageHead Head(int[] rows, int[] targets, float temperature)
    {
        if (rows.Length != targets.Length) throw new ArgumentException($"{rows.Length} rows and {targets.Length} targets; expected as many.", nameof(targets));
        return new LanguageHead(_decoder, _hidden, rows, targets, temperature);
    }

    private float* HiddenGradient()
    {
        if (_gradient == null) _gradient = _decoder.Workspace.TakeZeros((long)Batch.Count * _decoder.Config.Width);
        return _gradient;
    }

    private void ScoreBackward(int[] rows, float[] upstream)
    {
        var width = _decoder.Config.Width;
        float* weight = _decoder.Weight(Score), dweight = _decoder.Gradient(Score), dhidden = HiddenGradient();
        for (var r = 0; r < rows.Length; r++)
        {
            Kernels.Chosen.AddScaled(upstream[r], weight, dhidden + (long)rows[r] * width, width);
            if (dweight != null) Kernels.Chosen.AddScaled(upstream[r], _hidden + (long)rows[r] * width, dweight, width);
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

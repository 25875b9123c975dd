using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;
using Heed.Runs;

namespace Heed.Models.Training;

/// <summary>
/// A decoder that can be trained: weights, gradients, and passes over packed batches. Forward and backward are computed here, over flat
/// float32 buffers; torch sees only what an objective is made of.
/// </summary>
public sealed unsafe class Decoder : IDisposable
{
    private ParameterBuffer? _gradients;
    private readonly long _frozen;
    private readonly bool _sharesWeights;
    private readonly Decoder? _owned;
    private ForwardPass? _open;

    /// <summary>Takes over the weights.</summary>
    public Decoder(DecoderPlan plan, ParameterBuffer weights)
    {
        NativeRuntime.Load();
        (Plan, Weights) = (plan, weights);
    }

    /// <summary>All weights zero.</summary>
    public Decoder(DecoderConfig config) : this(DecoderPlan.Of(config)) { }

    /// <summary>New weights, drawn from <paramref name="random"/>.</summary>
    public Decoder(DecoderConfig config, SeededRandom random, WeightInitialisation? initialisation = null) : this(config) =>
        (initialisation ?? new WeightInitialisation()).Fill(Plan, Weights, random);

    /// <summary>All weights zero; of int8 the blocks' matrices are to be set.</summary>
    internal Decoder(DecoderConfig config, BaseNumbers numbers) : this(DecoderPlan.Of(config), numbers) { }

    private Decoder(DecoderPlan plan, BaseNumbers numbers = BaseNumbers.Float32) : this(plan, new ParameterBuffer(plan, numbers)) { }

    private Decoder(Decoder model, Adapter adapter, bool ownsModel) : this(adapter.Layout.Plan, model.Weights)
    {
        (Adapter, _frozen, _sharesWeights, _owned, Numbers) = (adapter, model.Plan.Length, true, ownsModel ? model : null, model.Numbers);
    }

    public DecoderPlan Plan { get; }

    public DecoderConfig Config => Plan.Config;

    /// <summary>The model's own weights; several decoders with adapters share them.</summary>
    public ParameterBuffer Weights { get; }

    /// <summary>What is trained in place of the model's own weights; null: these are.</summary>
    public Adapter? Adapter { get; }

    /// <summary>What training changes: the weights, or the adapter's.</summary>
    public ParameterBuffer Trained => Adapter?.Weights ?? Weights;

    /// <summary>The tensors of <see cref="Trained"/> that change.</summary>
    public IReadOnlyList<Parameter> TrainedParameters => Adapter is null ? Plan.Parameters : [.. Adapter.Trained];

    /// <summary>Sums of the passes' gradients since they were last cleared, of what is trained; made at first use.</summary>
    public ParameterBuffer Gradients => _gradients ??= Adapter?.NewBuffer() ?? new ParameterBuffer(Plan);

    /// <summary>What the linear maps are multiplied in; everything else is float32 always.</summary>
    public NumericType Numbers
    {
        get;
        set
        {
            if (value == field) return;
            Products.Dispose();
            (field, Products) = (value, MatrixProducts.Of(value));
        }
    }

    /// <summary>
    /// Whether a training pass keeps only the stream before each layer step and computes the step again on its way back (Chen et al. 2016,
    /// arXiv 1604.06174): a fraction of the memory for a third more work, the same bits.
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    internal MatrixProducts Products { get; private set; } = MatrixProducts.Of(NumericType.Float32);

    internal Workspace Workspace { get; private set; } = new();

    /// <summary>Passes of both models use the same memory from now on: one has to end before another begins.</summary>
    public void ShareMemory(Decoder other)
    {
        if (ReferenceEquals(Workspace, other.Workspace)) return;
        Workspace.Dispose();
        Workspace = other.Workspace;
    }

    internal RotationTables Rotations { get; } = new();

    /// <summary>The model of a Hugging Face folder.</summary>
    /// <param name="numbers">Int8 for a base whose own weights are not trained.</param>
    /// <exception cref="CheckpointException">The folder is incomplete or damaged.</exception>
    /// <exception cref="UnsupportedModelException">Heed does not implement this kind of model.</exception>
    public static Decoder Load(string folder, BaseNumbers numbers = BaseNumbers.Float32)
    {
        var (plan, weights) = HuggingFaceFolder.Load(folder, numbers);
        return new Decoder(plan, weights);
    }

    /// <summary>Writes config.json, model.safetensors and generation_config.json; tokenizer files are the caller's.</summary>
    /// <remarks>With an adapter: of the merged model.</remarks>
    public void Save(string folder)
    {
        if (Adapter is null) HuggingFaceFolder.Save(folder, Plan, Weights);
        else
        {
            var plan = Adapter.MergedPlan;
            HuggingFaceFolder.Save(folder, plan, Adapter.MergedReader(Weights, plan));
        }
    }

    /// <summary>Runs a batch. One pass is open at a time; it ends when it is disposed.</summary>
    /// <param name="batch">(N) packed tokens.</param>
    /// <param name="train">Keep what a backward pass needs.</param>
    public ForwardPass Forward(PackedBatch batch, bool train)
    {
        if (_open is not null) throw new InvalidOperationException("A pass of this decoder is still open; dispose it first.");
        return _open = new ForwardPass(this, batch, train);
    }

    internal void Close() => _open = null;

    internal float* Weight(long offset) => offset < _frozen || Adapter is null ? Weights.At(offset) : Adapter.Weights.At(offset);

    /// <summary>y (N, O) = x (N, I) · Wᵀ, of the matrix, or rows of it, at an offset; adds to y where <paramref name="add"/>.</summary>
    internal void Multiply(long weight, float* x, float* y, int n, int inputs, int outputs, bool add)
    {
        if (Int8(weight) is { } rows) MatrixMultiply.Forward(x, rows, y, n, inputs, outputs, add);
        else Products.Forward(x, Weight(weight), y, n, inputs, outputs, add);
    }

    /// <summary>dx (N, I) = dy (N, O) · W, likewise.</summary>
    internal void MultiplyBack(long weight, float* dy, float* dx, int n, int inputs, int outputs, bool add)
    {
        if (Int8(weight) is { } rows) MatrixMultiply.BackwardInput(dy, rows, dx, n, inputs, outputs, add);
        else Products.BackwardInput(dy, Weight(weight), dx, n, inputs, outputs, add);
    }

    /// <summary>The rows of a frozen int8 matrix from an offset on; null where floats are.</summary>
    internal Int8Rows? Int8(long weight) => Adapter is null || weight < _frozen ? Weights.Int8(weight) : null;

    /// <summary>Null where the model's own weights are not trained.</summary>
    internal float* Gradient(long offset) => offset < _frozen ? null : Gradients.At(offset);

    /// <summary>This model with an adapter: its weights are shared, stay as they are, and must outlive the new decoder, which takes over the adapter.
    /// This decoder, beside it, is the same model with the adapter off.</summary>
    /// <param name="adapter">One made or read for this model.</param>
    /// <param name="ownsModel">The new decoder disposes of this one.</param>
    public Decoder With(Adapter adapter, bool ownsModel = false) =>
        Adapter is null ? new Decoder(this, adapter, ownsModel) : throw new InvalidOperationException("This decoder has an adapter already.");

    /// <summary>The same with a new adapter, drawn from <paramref name="random"/>, that changes nothing yet.</summary>
    public Decoder With(AdapterConfig adapter, SeededRandom random, bool ownsModel = false) => With(Adapter.New(Plan, Weights, adapter, random), ownsModel);

    /// <summary>A model of its own whose weights have the adapter's changes in them; without an adapter a copy.</summary>
    public Decoder Merged()
    {
        if (Adapter is null) return Clone();
        var (plan, weights) = Adapter.Merged(Weights);
        return new Decoder(plan, weights) { Numbers = Numbers, GradientCheckpointing = GradientCheckpointing };
    }

    /// <summary>What a norm multiplies by, in memory of the pass where it is not the parameter itself.</summary>
    internal float* Gain(NormStep norm)
    {
        if (!norm.UnitGain) return Weight(norm.Gain);
        var gain = Workspace.Take(norm.Width);
        for (var i = 0; i < norm.Width; i++) gain[i] = 1 + Weight(norm.Gain)[i];
        return gain;
    }

    /// <summary>A model of its own with equal weights; an adapter is merged into them.</summary>
    public Decoder Clone()
    {
        if (Adapter is not null) return Merged();
        return new Decoder(Plan, Weights.Copy(Plan)) { Numbers = Numbers, GradientCheckpointing = GradientCheckpointing };
    }

    /// <summary>The same model with more or fewer tokens; added ones start as the mean of the others.</summary>
    public Decoder WithVocabulary(int size) => VocabularyResize.Resize(this, size);

    /// <summary>The same trunk with a scalar head, zero until it is set, in place of the language head.</summary>
    /// <param name="meanPooled">Whether the head is meant for the mean of an answer's states; written into exported models.</param>
    public Decoder WithScoreHead(bool meanPooled = false)
    {
        if (Adapter is not null)
        {
            using var merged = Merged();
            return merged.WithScoreHead(meanPooled);
        }
        var clone = new Decoder(Config with { ScoreHead = true, MeanPooled = meanPooled }, Weights.Numbers) { Numbers = Numbers, GradientCheckpointing = GradientCheckpointing };
        foreach (var parameter in clone.Plan.Parameters)
            if (Plan.Parameters.FirstOrDefault(p => p.Name == parameter.Name) is { } own) clone.Weights.Write(parameter, Weights.Read(own));
        return clone;
    }

    public void Dispose()
    {
        if (!_sharesWeights) Weights.Dispose();
        _owned?.Dispose();
        Adapter?.Dispose();
        _gradients?.Dispose();
        Workspace.Dispose();
        Products.Dispose();
        Rotations.Dispose();
    }
}

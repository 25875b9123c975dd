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

    private Decoder(DecoderPlan plan) : this(plan, new ParameterBuffer(plan)) { }

    public DecoderPlan Plan { get; }

    public DecoderConfig Config => Plan.Config;

    public ParameterBuffer Weights { get; }

    /// <summary>Sums of the passes' gradients since they were last cleared; made at first use.</summary>
    public ParameterBuffer Gradients => _gradients ??= new ParameterBuffer(Plan);

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

    internal MatrixProducts Products { get; private set; } = MatrixProducts.Of(NumericType.Float32);

    internal Workspace Workspace { get; } = new();

    internal RotationTables Rotations { get; } = new();

    /// <summary>The model of a Hugging Face folder.</summary>
    /// <exception cref="CheckpointException">The folder is incomplete or damaged.</exception>
    /// <exception cref="UnsupportedModelException">Heed does not implement this kind of model.</exception>
    public static Decoder Load(string folder)
    {
        var (plan, weights) = HuggingFaceFolder.Load(folder);
        return new Decoder(plan, weights);
    }

    /// <summary>Writes config.json, model.safetensors and generation_config.json; tokenizer files are the caller's.</summary>
    public void Save(string folder) => HuggingFaceFolder.Save(folder, Plan, Weights);

    /// <summary>Runs a batch. One pass is open at a time; it ends when it is disposed.</summary>
    /// <param name="batch">(N) packed tokens.</param>
    /// <param name="train">Keep what a backward pass needs.</param>
    public ForwardPass Forward(PackedBatch batch, bool train)
    {
        if (_open is not null) throw new InvalidOperationException("A pass of this decoder is still open; dispose it first.");
        return _open = new ForwardPass(this, batch, train);
    }

    internal void Close() => _open = null;

    internal float* Weight(long offset) => Weights.Data + offset;

    internal float* Gradient(long offset) => Gradients.Data + offset;

    /// <summary>What a norm multiplies by, in memory of the pass where it is not the parameter itself.</summary>
    internal float* Gain(NormStep norm)
    {
        if (!norm.UnitGain) return Weight(norm.Gain);
        var gain = Workspace.Take(norm.Width);
        for (var i = 0; i < norm.Width; i++) gain[i] = 1 + Weight(norm.Gain)[i];
        return gain;
    }

    /// <summary>A model of its own with equal weights.</summary>
    public Decoder Clone()
    {
        var clone = new Decoder(Plan) { Numbers = Numbers };
        Weights.All.CopyTo(clone.Weights.All);
        return clone;
    }

    /// <summary>The same trunk with a scalar head, zero until it is set, in place of the language head.</summary>
    /// <param name="meanPooled">Whether the head is meant for the mean of an answer's states; written into exported models.</param>
    public Decoder WithScoreHead(bool meanPooled = false)
    {
        var clone = new Decoder(Config with { ScoreHead = true, MeanPooled = meanPooled }) { Numbers = Numbers };
        foreach (var parameter in clone.Plan.Parameters)
            if (Plan.Parameters.FirstOrDefault(p => p.Name == parameter.Name) is { } own) Weights[own].CopyTo(clone.Weights[parameter]);
        return clone;
    }

    public void Dispose()
    {
        Weights.Dispose();
        _gradients?.Dispose();
        Workspace.Dispose();
        Products.Dispose();
        Rotations.Dispose();
    }
}

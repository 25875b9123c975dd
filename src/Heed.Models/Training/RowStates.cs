using Heed.Models.Architecture;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>
/// States of chosen rows after the last norm. What follows the last attention runs for these rows alone: a prompt whose log-probabilities nobody asks for
/// passes through no feed-forward of the last layer, forward or backward.
/// </summary>
internal sealed unsafe class RowStates
{
    private readonly Decoder _decoder;
    private readonly Trunk _trunk;
    private float* _gradient;

    /// <param name="stream">(N, W): the residual stream behind the last attention.</param>
    public RowStates(Decoder decoder, PackedBatch batch, float* stream, int[] rows, bool train)
    {
        (_decoder, Rows) = (decoder, rows);
        _trunk = new Trunk(decoder, decoder.Plan.RowSteps, batch, rows.Length, train);
        var chosen = decoder.Workspace.Take(Floats);
        Kernels.Chosen.Embed(rows, rows, stream, null, chosen, Width);
        Values = _trunk.Forward(chosen);
    }

    /// <summary>(R)</summary>
    public int[] Rows { get; }

    /// <summary>(R, W)</summary>
    public float* Values { get; }

    /// <summary>(R, W), zero until something is added.</summary>
    public float* Gradient
    {
        get
        {
            if (_gradient == null) _gradient = _decoder.Workspace.TakeZeros(Floats);
            return _gradient;
        }
    }

    private int Width => _decoder.Config.Width;

    private long Floats => (long)Rows.Length * Width;

    /// <summary>Adds to the gradients of the weights and of the stream.</summary>
    public void Backward(float* dstream)
    {
        if (_gradient != null) Kernels.Chosen.EmbedBackward(Rows, _trunk.Backward(_gradient), dstream, Width);
        _gradient = null;
    }
}

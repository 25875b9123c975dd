using Heed.Models.Architecture;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>Looking up a batch's tokens, and positions where they are learned, forward and backward.</summary>
internal sealed unsafe class EmbedPass(Decoder decoder, PackedBatch batch)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly Workspace _workspace = decoder.Workspace;
    private readonly LowRankPass _changes = new(decoder, batch.Count);
    private readonly int _width = decoder.Config.Width;

    private long States => (long)batch.Count * _width;

    /// <summary>(N, W)</summary>
    public float* Forward(EmbedStep step)
    {
        var x = _workspace.Take(States);
        var places = step.Positions is { } positions ? decoder.Weight(positions) : null;
        var plain = step.Scale == 1 && step.Change is null;
        _kernels.Embed(batch.Tokens, batch.Positions, decoder.Weight(step.Tokens), plain ? places : null, x, _width);
        if (plain) return x;
        if (step.Change is { } change) _changes.Embed(change, batch.Tokens, x);
        if (step.Scale != 1) _kernels.Scale(step.Scale, x, States);
        if (places == null) return x;
        var mark = _workspace.Mark();
        var learned = _workspace.Take(States);
        _kernels.Embed(batch.Positions, batch.Positions, places, null, learned, _width);
        _kernels.Add(learned, x, States);
        _workspace.Release(mark);
        return x;
    }

    /// <summary>Adds to the tables' gradients; dx ends here and is changed.</summary>
    public void Backward(EmbedStep step, float* dx)
    {
        if (step.Positions is { } places && decoder.Gradient(places) is var dplaces && dplaces != null) _kernels.EmbedBackward(batch.Positions, dx, dplaces, _width);
        if (step.Scale != 1) _kernels.Scale(step.Scale, dx, States);
        if (step.Change is { } change) _changes.EmbedBackward(change, batch.Tokens, dx);
        if (decoder.Gradient(step.Tokens) is var dtokens && dtokens != null) _kernels.EmbedBackward(batch.Tokens, dx, dtokens, _width);
    }
}

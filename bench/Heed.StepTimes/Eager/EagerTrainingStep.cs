using static TorchSharp.torch;

namespace Heed.StepTimes.Eager;

/// <summary>A training step in stock TorchSharp: cross-entropy over whole logits, clipping, torch's AdamW.</summary>
internal sealed class EagerTrainingStep<TModel> : IDisposable where TModel : nn.Module<Tensor, Tensor>
{
    private readonly Tensor _inputs, _targets;
    private readonly optim.Optimizer _optimizer;

    public EagerTrainingStep(TModel model, int[][] sequences)
    {
        Model = model;
        Tensor Rows(Func<int[], int[]> part) => tensor([.. sequences.SelectMany(part).Select(t => (long)t)], [sequences.Length, sequences[0].Length - 1]);
        (_inputs, _targets) = (Rows(s => s[..^1]), Rows(s => s[1..]).view(-1));
        _optimizer = optim.AdamW(Model.parameters(), 1e-4, 0.9, 0.95, 1e-8, 0.1);
    }

    /// <summary>What is trained.</summary>
    public TModel Model { get; }

    /// <summary>One step.</summary>
    /// <returns>The loss before it, nats a token.</returns>
    public double Run()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var logits = Model.call(_inputs);
        var loss = nn.functional.cross_entropy(logits.view(-1, logits.shape[^1]), _targets);
        loss.backward();
        nn.utils.clip_grad_norm_(Model.parameters(), 1.0);
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        Model.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
        _optimizer.Dispose();
    }
}

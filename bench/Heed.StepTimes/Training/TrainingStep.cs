using Heed.Learning.Optimization;
using Heed.Models.Architecture;
using Heed.Models.Training;

namespace Heed.StepTimes.Training;

/// <summary>A step of Heed's own training: forward, backward, clipping, AdamW over one batch.</summary>
internal sealed class TrainingStep(Decoder model, int[][] sequences)
{
    private readonly PackedBatch _batch = PackedBatch.Of([.. sequences.Select(s => s[..^1])]);
    private readonly int[] _rows = [.. Enumerable.Range(0, sequences.Sum(s => s.Length - 1))], _targets = [.. sequences.SelectMany(s => s[1..])];
    private readonly ModelOptimizer _optimizer = new(model, new OptimizerRecipe { LearningRate = 1e-4, WeightDecay = 0.1 });
    private long _step;

    /// <summary>Tokens that are learned in a step.</summary>
    public int Tokens => _targets.Length;

    /// <summary>One step.</summary>
    /// <returns>The loss before it, nats a token.</returns>
    public double Run()
    {
        using var pass = model.Forward(_batch, train: true);
        var loss = pass.CrossEntropy(_rows, _targets, 1.0 / Tokens);
        pass.Backward();
        _optimizer.Update(_step++, 1e-4);
        return loss / Tokens;
    }
}

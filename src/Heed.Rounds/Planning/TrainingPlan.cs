using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;
using Heed.Models.Training;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Planning;

/// <summary>
/// What a recipe takes on this machine, from rates measured on it: a layer and the head of the model's own shape are trained for a moment, and
/// the optimizer's and the sampler's shares follow from the rate of memory.
/// </summary>
/// <param name="compute">Names the numeric type and threads.</param>
public sealed class TrainingPlan(ComputeRecipe compute, TimeProvider clock)
{
    /// <summary>Reading takes a third of training: 2·N operations a token of 6·N (Kaplan et al. 2020, arXiv 2001.08361, section 2.1).</summary>
    private const double ReadShare = 1.0 / 3;

    /// <summary>A sampled token costs some two read ones: attention over a cache and the choice of a token come on top.</summary>
    private const double SampledShare = 2 * ReadShare;

    /// <summary>AdamW reads weights, gradients and moments and writes all but the gradients.</summary>
    private const int BytesAnUpdatedParameter = 28;

    private readonly MachineFigures _machine = new MachineProbe(clock).Figures();
    private readonly NumericTrial _trial = new(clock);

    /// <summary>The plan of a recipe of one or several stages.</summary>
    public PlannedRun Of(IReadOnlyList<StageLoad> loads)
    {
        var stages = loads.Select(l => new PlannedStage(l.Stage, Seconds(l), MemoryNeed.Of(l), (long)l.SavedModels * l.Model.Length * sizeof(float))).ToList();
        var passTokens = loads.Max(l => l.PassTokens);
        return new PlannedRun(loads[0].Model.Length, stages.Max(s => s.MemoryBytes), stages.Sum(s => s.DiskBytes), stages.Sum(s => s.Seconds), stages,
            [.. Known().Select(known => Fit(known.Name, DecoderPlan.Of(known.Config), passTokens))]);
    }

    private double Seconds(StageLoad load)
    {
        var shape = load.Model.Config;
        var type = compute.NumericType switch
        {
            NumericChoice.Bfloat16 => NumericType.BFloat16,
            NumericChoice.Float32 => NumericType.Float32,
            _ => _trial.Fastest(shape),
        };
        var layer = DecoderPlan.Of(shape with { Layers = 1 });
        var token = (double)load.Model.MultiplyingParameters / layer.MultiplyingParameters / _trial.Rate(shape, type);
        var passes = load.Trained + ReadShare * load.Read + SampledShare * load.Sampled;
        return passes * token + load.Updates * load.Model.Length * BytesAnUpdatedParameter / (_machine.ReadRate * 1e9);
    }

    private PlannedFit Fit(string name, DecoderPlan model, int passTokens)
    {
        var bytes = MemoryNeed.Of(new StageLoad("align", model) { PassTokens = passTokens, TrainedModels = 2, KeptModels = 4 });
        return new PlannedFit(name, model.Length, bytes, bytes < MemoryNeed.Available);
    }

    private static IEnumerable<(string Name, DecoderConfig Config)> Known()
    {
        yield return ("0.8M (quickstart)", new() { VocabularySize = 1024, Width = 128, Layers = 3, Heads = 4 });
        yield return ("30M", new() { VocabularySize = 8192, Width = 512, Layers = 8, Heads = 8, FeedForwardWidth = 1408 });
        yield return ("110M", new() { VocabularySize = 32000, Width = 768, Layers = 12, Heads = 12, FeedForwardWidth = 2048 });
        yield return ("GPT-2 124M", new() { Family = DecoderFamily.Gpt2, VocabularySize = 50257, Width = 768, Layers = 12, Heads = 12, MaxPositions = 1024 });
        yield return ("360M", new() { VocabularySize = 49152, Width = 960, Layers = 32, Heads = 15, KeyValueHeads = 5, FeedForwardWidth = 2560 });
        yield return ("1.1B", new() { VocabularySize = 32000, Width = 2048, Layers = 22, Heads = 32, KeyValueHeads = 4, FeedForwardWidth = 5632, TieEmbeddings = false });
    }
}

/// <summary>What a recipe will take.</summary>
/// <param name="MemoryBytes">At the peak.</param>
/// <param name="DiskBytes">Models and checkpoints.</param>
public sealed record PlannedRun(long Parameters, long MemoryBytes, long DiskBytes, double Seconds, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<PlannedFit> Fits);

public sealed record PlannedStage(string Stage, double Seconds, long MemoryBytes, long DiskBytes);

/// <param name="Fits">Whether PPO on it, with reference, reward model and critic, fits in this machine's memory.</param>
public sealed record PlannedFit(string Name, long Parameters, long MemoryBytes, bool Fits);

using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Rounds.Planning;

/// <summary>Bytes that training takes at its peak, and a refusal before it begins where the machine has less.</summary>
public static class MemoryNeed
{
    /// <summary>The program, its libraries and the data under way.</summary>
    private const long Program = 350L << 20;

    /// <summary>Bytes of a stage.</summary>
    public static long Of(StageLoad load) => checked(Program
        + Trained(load) + load.Model.Length * sizeof(float) * load.KeptModels
        + (long)load.PassTokens * ATrainedToken(load.Model));

    /// <summary>Refuses, before anything is allocated, what cannot fit.</summary>
    /// <exception cref="MemoryNeedException">The need, what there is, and which key to turn.</exception>
    public static void Require(StageLoad load)
    {
        var (need, available) = (Of(load), Available);
        if (need > available) throw new MemoryNeedException(load.Stage, need, available, load.PassTokens, load.Model.Length);
    }

    /// <summary>Memory that this process may use.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Weights, gradients and two moments; with adapters these are their own, beside one base that is only read (a critic's is the reward model).</summary>
    private static long Trained(StageLoad load)
    {
        if (load.Adapter is not { } adapter) return load.TrainedModels * 4 * sizeof(float) * load.Model.Length;
        var rounded = adapter.Base == BaseNumbers.Int8 ? load.Model.Parameters.Where(load.Model.IsBlockMatrix).Sum(p => p.Length) : 0;
        return sizeof(float) * (load.Model.Length - rounded) + rounded + load.TrainedModels * 4 * sizeof(float) * AdapterPlan.Of(load.Model, adapter).Parameters.Sum(p => p.Parameter.Length);
    }

    /// <summary>What a pass keeps of a token for its way back: the inputs of each step of a layer, and their gradients while they last.</summary>
    private static long ATrainedToken(DecoderPlan plan)
    {
        var c = plan.Config;
        var layer = 5L * c.Width + (2L * c.Heads + 2L * c.KeyValueHeads) * c.HeadWidth + 3L * c.FeedForwardWidth;
        return sizeof(float) * (layer * c.Layers + 2L * c.Width + layer);
    }
}

/// <summary>A stage needs more memory than there is.</summary>
public sealed class MemoryNeedException(string stage, long need, long available, int passTokens, long parameters) : HeedException(
    $"{stage} would take {need / 1e9:F1} GB of memory, expected at most the {available / 1e9:F1} GB that this process may use. It follows from passes of {passTokens:N0} tokens and {parameters:N0} parameters: "
    + "lower tokens_a_pass (the step stays the same, in more passes), or choose a smaller model. 'heed plan' shows what fits.")
{
    public override ExitCode ExitCode => ExitCode.Resources;
}

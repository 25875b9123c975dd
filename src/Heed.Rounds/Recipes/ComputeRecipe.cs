using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Rounds.Stages;
using Heed.Runs;
using Multiplied = Heed.Models.Numerics.NumericType;

namespace Heed.Rounds.Recipes;

/// <summary>What every recipe that trains says of the machine. Resolved before a run begins; equal resolved recipes give equal bits.</summary>
public abstract record ComputeRecipe : IRecipe
{
    /// <summary>Threads; null uses every core. Equal bits are promised for an equal number.</summary>
    public int? Threads { get; init; }

    /// <summary>What matrices are multiplied in; weights are float32 always. Auto measures which trains the model's shape faster.</summary>
    public NumericChoice NumericType { get; init; }

    /// <summary>Which instructions Heed's own kernels use.</summary>
    public KernelChoice Kernels { get; init; }

    /// <summary>Whether layers are computed again on the way back instead of kept: less memory, a third more work, the same bits.</summary>
    [MayChangeOnResume]
    public bool GradientCheckpointing { get; init; }

    /// <summary>The numeric type of a resolved recipe.</summary>
    internal Multiplied Numbers => NumericType == NumericChoice.Bfloat16 ? Multiplied.BFloat16 : Multiplied.Float32;

    public virtual IEnumerable<Problem> Problems() => Rule.Positive(Threads);

    /// <summary>Takes threads and kernels, and resolves what is auto: as the run in the folder did that is resumed, else for this machine and shape of model.</summary>
    internal static T Resolve<T>(T recipe, DecoderConfig shape, string folder, StageContext context) where T : ComputeRecipe
    {
        if (recipe.Threads is { } threads) ThreadTeam.Threads = threads;
        var file = Path.Combine(folder, "recipe.yaml");
        if (context.Resume && File.Exists(file)) recipe = Keep(recipe, Recipe.Values(file));
        recipe = recipe with { Kernels = SimdChoice.Take(recipe.Kernels) };
        if (recipe.NumericType != NumericChoice.Auto) return recipe;
        var type = new NumericTrial(context.Clock).Fastest(shape);
        return recipe with { NumericType = type == Multiplied.BFloat16 ? NumericChoice.Bfloat16 : NumericChoice.Float32 };
    }

    /// <summary>Has a model that will be trained compute as the resolved recipe says; what is cloned of it does too.</summary>
    internal void Apply(Decoder model) => (model.Numbers, model.GradientCheckpointing) = (Numbers, GradientCheckpointing);

    /// <summary>A stage's recipe with the round's choices.</summary>
    internal T Share<T>(T stage) where T : ComputeRecipe => stage with { Threads = Threads, NumericType = NumericType, Kernels = Kernels, GradientCheckpointing = GradientCheckpointing };

    /// <summary>The recipe with what is auto taken from the resolved one that a run keeps.</summary>
    private static T Keep<T>(T recipe, IReadOnlyDictionary<string, string> kept) where T : ComputeRecipe => recipe with
    {
        NumericType = Keep(recipe.NumericType, kept.GetValueOrDefault("numeric_type")),
        Kernels = Keep(recipe.Kernels, kept.GetValueOrDefault("kernels")),
    };

    private static E Keep<E>(E asked, string? kept) where E : struct, Enum =>
        asked.Equals(default(E)) && Enum.TryParse<E>(kept, ignoreCase: true, out var word) ? word : asked;
}

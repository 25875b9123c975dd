using Heed.Learning.Optimization.Schedules;
using Heed.Testing;

namespace Heed.Learning.Tests.Optimization;

internal static class ScheduleGolden
{
    /// <summary>The schedule that a case of the reference names.</summary>
    public static Schedule Of(GoldenCase golden)
    {
        var peak = golden.Parameter("learning_rate");
        Schedule schedule = (string)golden.Parameters["schedule"]! switch
        {
            "constant" => new Constant(),
            "constant_with_warmup" => new Constant(),
            "linear" => new Linear(),
            "cosine" => new CosineDecay { Cycles = golden.OptionalParameter("num_cycles") ?? 0.5 },
            "cosine_with_restarts" => new CosineRestarts { Cycles = (int)golden.Parameter("num_cycles") },
            "cosine_with_min_lr" => new CosineDecay { Floor = golden.OptionalParameter("min_lr_rate") ?? golden.Parameter("min_lr") / peak },
            "cosine_warmup_with_min_lr" => new EagerCosine { Floor = golden.Parameter("min_lr_rate"), WarmUpFrom = golden.Parameter("warmup_lr_rate") },
            "polynomial" => new Polynomial { Power = golden.OptionalParameter("power") ?? 1, Floor = (golden.OptionalParameter("lr_end") ?? 1e-7) / peak },
            "inverse_sqrt" => new InverseSquareRoot { Timescale = golden.OptionalParameter("timescale") },
            "warmup_stable_decay" => Stable(golden),
            var other => throw new InvalidOperationException(other)
        };
        var warmUp = (string)golden.Parameters["schedule"]! == "constant" ? 0 : (long)golden.Parameter("warmup_steps");
        return schedule with { WarmUpSteps = warmUp };
    }

    private static WarmUpStableDecay Stable(GoldenCase golden)
    {
        var floor = golden.OptionalParameter("min_lr_ratio") ?? 0;
        return new WarmUpStableDecay
        {
            DecaySteps = (long)golden.Parameter("num_decay_steps"),
            Floor = floor,
            WarmUpFrom = floor,
            Fall = Named((string?)golden.Parameters["decay_type"] ?? "cosine"),
            RiseCourse = Named((string?)golden.Parameters["warmup_type"] ?? "linear")
        };
    }

    private static Course Named(string course) => course switch { "cosine" => Course.Cosine, "1-sqrt" => Course.OneMinusSquareRoot, _ => Course.Linear };
}

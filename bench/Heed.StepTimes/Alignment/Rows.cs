using Heed.StepTimes.Training;

namespace Heed.StepTimes.Alignment;

/// <summary>Useful operations of a PPO iteration a second over the best product's.</summary>
internal sealed class IterationShareOfProductRate : Measurement
{
    public override string Name => "ppo_share_of_product_rate";

    public override double Goal(BenchMachine machine) => 0.70;

    public override double Measure(Session session)
    {
        var work = AlignedWork.Even(session.Quick);
        var (product, rate) = ProductRate.Around(session, () =>
        {
            var (seconds, tokens) = Iterations.Heed(session, work);
            return work.Operations(tokens) / seconds / 1e9;
        });
        session.Log($"PPO: {rate:F0} of {product:F0} GFLOP/s");
        return rate / product;
    }
}

/// <summary>Heed's time of a PPO iteration over plain eager code's.</summary>
internal sealed class IterationOverEager : Measurement
{
    public override string Name => "ppo_time_over_eager";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => machine.Goal(bfloat16: 0.25, float32: 0.65);

    public override double Measure(Session session) =>
        Iterations.Heed(session, AlignedWork.Even(session.Quick)).Seconds / Iterations.Eager(session, AlignedWork.Even(session.Quick));
}

/// <summary>The same with real lengths over padded eager code: time a token of prompt and answer is not compared, but that of the same number of prompts.</summary>
internal sealed class RealIterationOverPadded : Measurement
{
    public override string Name => "ppo_real_lengths_time_over_padded";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => machine.Goal(bfloat16: 1.0 / 6, float32: 0.4);

    public override double Measure(Session session) =>
        Iterations.Heed(session, AlignedWork.Real(session.Quick)).Seconds / Iterations.Eager(session, AlignedWork.Real(session.Quick));
}

/// <summary>Peak memory of Heed's iteration over plain eager code's, each side a process of its own.</summary>
internal sealed class IterationMemoryOverEager : Measurement
{
    public override string Name => "ppo_peak_memory_over_eager";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => 0.5;

    public override string? Missing(Session session) => session.Quick ? "two whole iterations in processes of their own take too long for --quick" : null;

    public override double Measure(Session session)
    {
        double heed = Part.Peak(Part.HeedAlignment), eager = Part.Peak(Part.EagerAlignment);
        session.Log($"PPO: peak memory {heed / 1e9:F2} GB, eager {eager / 1e9:F2} GB");
        return heed / eager;
    }
}

using Heed.Models.Numerics.Machine;
using TorchSharp;

namespace Heed.StepTimes.Training;

/// <summary>The best rate of a matrix product on this machine: what training's share is measured against. Its goal is what it was when last kept: none.</summary>
internal sealed class ProductRate : Measurement
{
    public override string Name => "product_rate";

    public override string Unit => "GFLOP/s";

    public override double Goal(BenchMachine machine) => 0;

    public override double Measure(Session session) => Now(session);

    /// <summary>The best of three sizes and of Heed's and libtorch's products, each the median of its goes, GFLOP/s.</summary>
    public static double Now(Session session)
    {
        var rates = new ProductRates(session.Clock) { Sizes = [512, 1024, 2048], Repeats = 15, Typical = true };
        double own = rates.Own(), single = rates.Libtorch(torch.float32), half = session.Machine.BFloat16 ? rates.Libtorch(torch.bfloat16) : 0;
        session.Log($"products: {own:F0} GFLOP/s float32 by Heed, {single:F0} by libtorch, {half:F0} bfloat16 by libtorch");
        return Math.Max(own, Math.Max(single, half));
    }

    /// <summary>What it is around some work: the mean of before and after, for machines change their pace.</summary>
    public static (double Rate, double Result) Around(Session session, Func<double> work)
    {
        var before = Now(session);
        var result = work();
        return ((before + Now(session)) / 2, result);
    }
}

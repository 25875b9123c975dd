namespace Heed.StepTimes.Decoding;

/// <summary>Milliseconds in which a generator takes over the trainer's weights of the 30M Llama, in place.</summary>
internal sealed class WeightSync(DecodeMode mode) : Measurement
{
    public override string Name => $"weight_sync_{mode.Name}";

    public override string Unit => "ms";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => 50;

    public override double Measure(Session session)
    {
        using var own = new OwnDecoding(session, mode);
        return 1000 * session.Median(own.Generator.Refresh, session.Repeats, warmUps: 2);
    }
}

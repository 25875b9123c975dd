namespace Heed.StepTimes.Decoding;

/// <summary>Heed's tokens a second over those of eager TorchSharp with a cache of keys and values, so many sequences at once.</summary>
internal sealed class DecodeTimesEager(DecodeMode mode, int batch) : Measurement
{
    public override string Name => $"decode_{mode.Name}_batch_{batch}_over_eager";

    public override double Goal(BenchMachine machine) => batch switch
    {
        1 => machine.Goal(bfloat16: 8, float32: 4),
        8 => machine.Goal(bfloat16: 5, float32: 3),
        64 => machine.Goal(bfloat16: 4, float32: 2),
        _ => machine.Goal(bfloat16: 4, float32: 1.8),
    };

    public override string? Missing(Session session) => session.Quick && batch > 64 ? "its eager side takes too long for --quick" : null;

    public override double Measure(Session session) => OwnDecoding.TokensASecond(session, mode, batch) / EagerDecoding.TokensASecond(session, batch);
}

namespace Heed.StepTimes.Decoding;

/// <summary>Heed's tokens a second over those of eager TorchSharp with a cache of keys and values, so many sequences at once.</summary>
internal sealed class DecodeTimesEager(DecodeMode mode, int batch) : Measurement
{
    public override string Name => $"decode_{mode.Name}_batch_{batch}_over_eager";

    /// <summary>Float32 reads twice the bytes of bfloat16 a token: it has the goals of machines that have nothing narrower, wherever it runs.</summary>
    public override double Goal(BenchMachine machine) => (machine.BFloat16 && mode != DecodeMode.Float32, batch) switch
    {
        (true, 1) => 8,
        (true, 8) => 5,
        (true, _) => 4,
        (false, 1) => 4,
        (false, 8) => 3,
        (false, 64) => 2,
        (false, _) => 1.8,
    };

    public override string? Missing(Session session) => session.Quick && batch > 64 ? "its eager side takes too long for --quick" : null;

    public override double Measure(Session session) => OwnDecoding.TokensASecond(session, mode, batch) / EagerDecoding.TokensASecond(session, batch);
}

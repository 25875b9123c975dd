using Heed.Models.Checkpoints.Gguf;

namespace Heed.StepTimes.Decoding;

/// <summary>Heed's tokens a second over llama.cpp's with the same weights, so many sequences at once: 8 bits against q8_0, 16 against f16.</summary>
internal sealed class DecodeTimesLlamaCpp(DecodeMode mode, int batch) : Measurement
{
    public override string Name => $"decode_{mode.Name}_batch_{batch}_over_llama_cpp";

    public override double Goal(BenchMachine machine) => mode == DecodeMode.EightBit ? 2 : 1.5;

    public override string? Missing(Session session) => session.Quick ? "its processes take too long for --quick" : LlamaCpp.Missing;

    public override double Measure(Session session) =>
        OwnDecoding.TokensASecond(session, mode, batch) / LlamaCpp.TokensASecond(session, mode == DecodeMode.EightBit ? GgufType.Q8_0 : GgufType.F16, batch);
}

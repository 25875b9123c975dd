using Heed.StepTimes.Eager;

namespace Heed.StepTimes.Training;

/// <summary>Heed's training tokens a second over those of stock TorchSharp: float32, scaled dot-product attention, torch's AdamW.</summary>
internal sealed class TimesEager(TrainedModel model) : Measurement
{
    public override string Name => $"training_{model.Name}_over_eager";

    public override double Goal(BenchMachine machine) => machine.Goal(bfloat16: 4, float32: 1.2);

    public override string? Missing(Session session) => session.Quick && model == TrainedModel.HundredTen ? "its eager side takes too long for --quick" : null;

    public override double Measure(Session session)
    {
        var own = ShareOfProductRate.TokensASecond(session, model);
        using var eager = new EagerTrainingStep<EagerModel>(new EagerModel(model.Config), model.Tokens());
        var tokens = model.Sequences * model.Length / session.Median(() => eager.Run(), 1);
        session.Log($"{model.Name}: {own:N0} tokens/s, eager {tokens:N0}");
        return own / tokens;
    }
}

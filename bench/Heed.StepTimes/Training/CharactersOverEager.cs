using Heed.StepTimes.Eager;

namespace Heed.StepTimes.Training;

/// <summary>Heed's time of a training step of a very small model over that of stock TorchSharp: what counts here is not products but everything around them.</summary>
internal sealed class CharactersOverEager : Measurement
{
    public override string Name => "training_characters_time_over_eager";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => 1;

    public override double Measure(Session session)
    {
        var (shape, steps) = (TrainedModel.Characters, session.Quick ? 20 : 50);
        using var decoder = shape.Build(session);
        var step = new TrainingStep(decoder, shape.Tokens());
        using var eager = new EagerTrainingStep<EagerGpt2>(new EagerGpt2(shape.Config), shape.Tokens());
        var own = session.Median(() => Repeat(() => step.Run(), steps), session.Repeats) / steps;
        var stock = session.Median(() => Repeat(() => eager.Run(), steps), session.Repeats) / steps;
        session.Log($"{shape.Name}: {1000 * own:F1} ms a step, eager {1000 * stock:F1}");
        return own / stock;
    }

    private static void Repeat(Action step, int times)
    {
        for (var i = 0; i < times; i++) step();
    }
}

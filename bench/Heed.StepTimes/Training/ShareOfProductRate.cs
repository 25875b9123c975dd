namespace Heed.StepTimes.Training;

/// <summary>Training's floating-point operations a second over the best product's.</summary>
internal sealed class ShareOfProductRate(TrainedModel model) : Measurement
{
    public override string Name => $"training_{model.Name}_share_of_product_rate";

    public override double Goal(BenchMachine machine) => 0.80;

    public override string? Missing(Session session) => session.Quick && model == TrainedModel.HundredTen ? "its steps take too long for --quick" : null;

    public override double Measure(Session session)
    {
        var (product, tokens) = ProductRate.Around(session, () => TokensASecond(session, model));
        var rate = model.OperationsAToken * tokens / 1e9;
        session.Log($"{model.Name}: {tokens:N0} tokens/s, {rate:F0} of {product:F0} GFLOP/s");
        return rate / product;
    }

    /// <summary>Heed's training rate, once a session.</summary>
    public static double TokensASecond(Session session, TrainedModel model) => session.Shared($"training {model.Name}", () =>
    {
        using var decoder = model.Build(session);
        var step = new TrainingStep(decoder, model.Tokens());
        return step.Tokens / session.Median(() => step.Run(), session.Repeats, warmUps: 2);
    });
}

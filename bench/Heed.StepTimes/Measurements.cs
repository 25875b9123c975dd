namespace Heed.StepTimes;

/// <summary>Every row, in the order of the table.</summary>
public static class Measurements
{
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new Training.ProductRate(),
        .. Training.TrainedModel.All.SelectMany(m => new Measurement[] { new Training.ShareOfProductRate(m), new Training.TimesEager(m) }),
    ];
}

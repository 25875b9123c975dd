using Heed.StepTimes.Decoding;

namespace Heed.StepTimes;

/// <summary>Every row, in the order of the table.</summary>
public static class Measurements
{
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new Training.ProductRate(),
        .. Training.TrainedModel.All.SelectMany(m => new Measurement[] { new Training.ShareOfProductRate(m), new Training.TimesEager(m) }),
        .. DecodeMode.All.Select(m => new ShareOfReadRate(m)),
        .. from mode in DecodeMode.All from batch in new[] { 1, 8, 64, 256 } select new DecodeTimesEager(mode, batch),
        .. DecodeMode.All.Select(m => new PrefillShareOfProductRate(m)),
        .. DecodeMode.All.Select(m => new WeightSync(m)),
    ];
}

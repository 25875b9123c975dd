using Heed.StepTimes.Alignment;
using Heed.StepTimes.Decoding;
using Heed.StepTimes.Leaks;
using Heed.StepTimes.Training;

namespace Heed.StepTimes;

/// <summary>Every row, in the order of the table.</summary>
public static class Measurements
{
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new ProductRate(),
        .. TrainedModel.All.SelectMany(m => new Measurement[] { new ShareOfProductRate(m), new TimesEager(m) }),
        new CharactersOverEager(),
        .. DecodeMode.All.Select(m => new ShareOfReadRate(m)),
        .. from mode in DecodeMode.All from batch in new[] { 1, 8, 64, 256 } select new DecodeTimesEager(mode, batch),
        .. from mode in new[] { DecodeMode.BFloat16, DecodeMode.EightBit } from batch in new[] { 1, 8, 64 } select new DecodeTimesLlamaCpp(mode, batch),
        .. DecodeMode.All.Select(m => new PrefillShareOfProductRate(m)),
        .. DecodeMode.All.Select(m => new WeightSync(m)),
        new IterationShareOfProductRate(),
        new IterationOverEager(),
        new IterationMemoryOverEager(),
        new RealIterationOverPadded(),
        .. TinyLoops.All.Keys.SelectMany(loop => new Measurement[] { new LeakedTensors(loop), new LeakedMemory(loop) }),
    ];
}

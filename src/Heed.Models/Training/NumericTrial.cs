using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;
using Heed.Runs;

namespace Heed.Models.Training;

/// <summary>
/// Which numeric type trains a shape of model faster on this machine: its head and one layer take a few steps in each. Small models lose more
/// by rounding to bfloat16 and back than its products save. Measured once a shape and kept.
/// </summary>
public sealed class NumericTrial(TimeProvider clock)
{
    private const int Sequences = 8, Length = 128, Repeats = 4;

    /// <summary>Long enough for the runtime to compile what runs often a second time, optimised.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.6);

    /// <summary>How much faster the shorter numbers must be: below that, noise would decide, and float32 is more exact.</summary>
    private const double WorthIt = 1.1;

    /// <summary>The faster type.</summary>
    public NumericType Fastest(DecoderConfig config) => Of("", config).Choice;

    /// <summary>Both types on a shape. Bfloat16 is not timed where the machine's product in it is slower than float32's.</summary>
    public ShapeTrial Of(string name, DecoderConfig config)
    {
        var figures = new MachineProbe(clock).Figures();
        if (figures.BFloat16OfLibtorch < figures.Float32) return new ShapeTrial(name, double.NaN, double.NaN, NumericType.Float32);
        var (float32, bfloat16) = (Rate(config, NumericType.Float32), Rate(config, NumericType.BFloat16));
        return new ShapeTrial(name, float32, bfloat16, bfloat16 > WorthIt * float32 ? NumericType.BFloat16 : NumericType.Float32);
    }

    /// <summary>Tokens a second that the shape's head and one layer are trained at in one type.</summary>
    public double Rate(DecoderConfig config, NumericType type)
    {
        var shape = config.Resolved() with { Layers = 1, MaxPositions = Length, EndIds = [] };
        return MachineCache.Get($"rate {type} {shape}", () => Measure(shape, type)).TokensPerSecond;
    }

    private TrainingRate Measure(DecoderConfig shape, NumericType type)
    {
        using var model = new Decoder(shape, new SeededRandom(1, "trial"));
        var random = new SeededRandom(1, "trial/tokens");
        var batch = PackedBatch.Of([.. Enumerable.Range(0, Sequences).Select(_ => Enumerable.Range(0, Length).Select(_ => random.Next(shape.VocabularySize)).ToArray())]);
        return new TrainingRate(Rate(model, batch, type));
    }

    private double Rate(Decoder model, PackedBatch batch, NumericType type)
    {
        model.Numbers = type;
        var began = clock.GetTimestamp();
        do Step(model, batch);
        while (clock.GetElapsedTime(began) < WarmUp);
        var shortest = Enumerable.Range(0, Repeats).Min(_ =>
        {
            var start = clock.GetTimestamp();
            Step(model, batch);
            return clock.GetElapsedTime(start).TotalSeconds;
        });
        return batch.Count / shortest;
    }

    private static void Step(Decoder model, PackedBatch batch)
    {
        using var pass = model.Forward(batch, train: true);
        if (model.Plan.Score is null) pass.CrossEntropy([.. Enumerable.Range(0, batch.Count)], batch.Tokens, 1.0 / batch.Count);
        pass.Backward();
    }
}

internal sealed record TrainingRate(double TokensPerSecond);

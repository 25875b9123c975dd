using Heed.Runs;

namespace Heed.Models.Architecture;

/// <summary>The ways to stretch rotary frequencies for texts longer than those a model was first trained on.</summary>
public enum RopeStretching
{
    /// <summary>Every frequency is divided by the factor (Chen et al. 2023, arXiv 2306.15595).</summary>
    Linear,
    /// <summary>The base grows with the sequence once it is longer than the model's positions ("NTK-aware", dynamic).</summary>
    Dynamic,
    /// <summary>Long wavelengths are stretched, short ones kept, a ramp between; scores sharpened (Peng et al. 2023, arXiv 2309.00071).</summary>
    Yarn,
    /// <summary>Long wavelengths are stretched, short ones kept, a ramp between (Llama 3.1, arXiv 2407.21783).</summary>
    Llama3,
    /// <summary>A divisor for each frequency, one list for short sequences and one for long ones (Ding et al. 2024, arXiv 2402.13753).</summary>
    Longrope,
}

/// <summary>Slower rotary frequencies for longer texts.</summary>
public sealed record RopeScaling : IRecipe
{
    public RopeStretching Kind { get; init; }

    /// <summary>What frequencies are divided by.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths above original positions / this are stretched wholly.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths below original positions / this are kept.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>The longest sequence before stretching; null: the model's positions.</summary>
    public int? OriginalPositions { get; init; }

    /// <summary>YaRN: what turns more often than this over the original positions is kept.</summary>
    public double FastTurns { get; init; } = 32;

    /// <summary>YaRN: what turns less often than this is stretched wholly.</summary>
    public double SlowTurns { get; init; } = 1;

    /// <summary>YaRN: whether the ramp's ends are whole pairs.</summary>
    public bool WholePairs { get; init; } = true;

    /// <summary>What cosines and sines are multiplied by; null: what the kind prescribes.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>YaRN as DeepSeek has it: the magnitude is the ratio of that of these two multipliers.</summary>
    public double? Magnifier { get; init; }
    public double? MagnifierAllWidths { get; init; }

    /// <summary>Longrope: divisors of each frequency up to and beyond the original positions.</summary>
    public IReadOnlyList<double> ShortFactors { get; init; } = [];
    public IReadOnlyList<double> LongFactors { get; init; } = [];

    /// <summary>Whether the frequencies depend on how long a sequence is.</summary>
    public bool DependsOnLength => Kind is RopeStretching.Dynamic or RopeStretching.Longrope;

    internal int Stretch(int span, int maxPositions) => span <= Original(maxPositions) ? 0 : Kind switch
    {
        RopeStretching.Dynamic => span,
        RopeStretching.Longrope => 1,
        _ => 0,
    };

    internal double StretchedBase(double @base, int width, int span, int maxPositions)
    {
        if (Kind != RopeStretching.Dynamic) return @base;
        var length = (double)Math.Max(span, Original(maxPositions)) / Original(maxPositions);
        return @base * Math.Pow(Factor * length - (Factor - 1), width / (width - 2.0));
    }

    internal double Magnitude(int maxPositions)
    {
        if (AttentionFactor is { } given) return given;
        return Kind switch
        {
            RopeStretching.Yarn when Magnifier is > 0 and var m && MagnifierAllWidths is > 0 and var all => Sharpening(m) / Sharpening(all),
            RopeStretching.Yarn => Sharpening(1),
            RopeStretching.Longrope when Factor > 1 => Math.Sqrt(1 + Math.Log(Factor) / Math.Log(Original(maxPositions))),
            _ => 1,
        };
    }

    /// <summary>The stretched frequency, in radians a position.</summary>
    /// <param name="frequency">The plain one.</param>
    /// <param name="pair">Which pair turns by it.</param>
    internal double Apply(double frequency, int pair, Rotary rotary, int span) => Kind switch
    {
        RopeStretching.Linear => frequency / Factor,
        RopeStretching.Llama3 => Llama3(frequency, Original(rotary.MaxPositions)),
        RopeStretching.Yarn => frequency / Factor + YarnKept(pair, rotary) * (frequency - frequency / Factor),
        RopeStretching.Longrope => frequency / (span > Original(rotary.MaxPositions) ? LongFactors : ShortFactors)[pair],
        _ => frequency,
    };

    public IEnumerable<Problem> Problems()
    {
        if (!(Factor > 0)) yield return new("factor", $"expected a positive number, found {Factor}", "1 changes nothing");
        if (Kind == RopeStretching.Llama3 && !(HighFrequencyFactor > LowFrequencyFactor))
            yield return new("high_frequency_factor", $"expected more than low_frequency_factor ({LowFrequencyFactor}), found {HighFrequencyFactor}", "Llama 3.1 has 1 and 4");
        if (OriginalPositions is < 1) yield return new("original_positions", $"expected at least 1, found {OriginalPositions}", "leave it out for the model's positions");
        if (Kind == RopeStretching.Longrope && ShortFactors.Concat(LongFactors).Any(f => !(f > 0)))
            yield return new("short_factors", "expected positive divisors", "1 changes nothing");
    }

    private int Original(int maxPositions) => OriginalPositions ?? maxPositions;

    private double Llama3(double frequency, int positions)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > positions / LowFrequencyFactor) return frequency / Factor;
        if (wavelength < positions / HighFrequencyFactor) return frequency;
        var kept = (positions / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - kept) * frequency / Factor + kept * frequency;
    }

    /// <summary>Peng et al. 2023, eq. 22 and 23: the share of the plain frequency that a pair keeps.</summary>
    private double YarnKept(int pair, Rotary rotary)
    {
        double low = PairThatTurns(FastTurns, rotary), high = PairThatTurns(SlowTurns, rotary);
        if (WholePairs) (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, rotary.Width - 1));
        if (low == high) high += 0.001;
        return 1 - Math.Clamp((pair - low) / (high - low), 0, 1);
    }

    /// <summary>The pair, as a fraction, that turns so many times over the original positions.</summary>
    private double PairThatTurns(double turns, Rotary rotary) =>
        rotary.Width * Math.Log(Original(rotary.MaxPositions) / (turns * 2 * Math.PI)) / (2 * Math.Log(rotary.Base));

    private double Sharpening(double magnifier) => Factor <= 1 ? 1 : 0.1 * magnifier * Math.Log(Factor) + 1;
}

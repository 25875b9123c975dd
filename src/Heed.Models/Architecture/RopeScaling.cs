using Heed.Runs;

namespace Heed.Models.Architecture;

/// <summary>
/// Slower rotary frequencies for longer texts. With a factor alone every frequency is divided by it (Chen et al. 2023, arXiv 2306.15595).
/// With original positions too, only long wavelengths are, short ones are kept, and a ramp lies between (Llama 3.1, arXiv 2407.21783).
/// </summary>
public sealed record RopeScaling : IRecipe
{
    /// <summary>What frequencies are divided by.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Wavelengths above original positions / this are stretched wholly.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Wavelengths below original positions / this are kept.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>The longest sequence before stretching; null: every frequency is divided.</summary>
    public int? OriginalPositions { get; init; }

    /// <summary>The stretched frequency, in radians a position.</summary>
    public double Apply(double frequency)
    {
        if (OriginalPositions is not { } positions) return frequency / Factor;
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > positions / LowFrequencyFactor) return frequency / Factor;
        if (wavelength < positions / HighFrequencyFactor) return frequency;
        var kept = (positions / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - kept) * frequency / Factor + kept * frequency;
    }

    public IEnumerable<Problem> Problems()
    {
        if (!(Factor > 0)) yield return new("factor", $"expected a positive number, found {Factor}", "1 changes nothing");
        if (!(HighFrequencyFactor > LowFrequencyFactor))
            yield return new("high_frequency_factor", $"expected more than low_frequency_factor ({LowFrequencyFactor}), found {HighFrequencyFactor}", "Llama 3.1 has 1 and 4");
    }
}

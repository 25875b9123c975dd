namespace Heed.Models.Architecture;

/// <summary>Rotary positions (Su et al. 2021, arXiv 2104.09864) of one attention step: pair (i, i + width/2) of a head turns by position · base^(−2i/width).</summary>
/// <param name="Width">Elements of a head that turn, the first ones.</param>
/// <param name="Scaling">How the frequencies are stretched; null: not at all.</param>
/// <param name="MaxPositions">The model's; some stretching depends on it.</param>
public sealed record Rotary(double Base, int Width, RopeScaling? Scaling, int MaxPositions)
{
    /// <summary>What cosines and sines are multiplied by.</summary>
    public float Magnitude { get; } = (float)(Scaling?.Magnitude(MaxPositions) ?? 1);

    /// <summary>Which frequencies sequences of a length turn by: equal numbers, equal frequencies.</summary>
    public int Stretch(int span) => Scaling?.Stretch(span, MaxPositions) ?? 0;

    /// <summary>Radians a position, (width/2), in sequences of this many positions.</summary>
    public float[] Frequencies(int span)
    {
        var frequencies = new float[Width / 2];
        var @base = Scaling?.StretchedBase(Base, Width, span, MaxPositions) ?? Base;
        for (var i = 0; i < frequencies.Length; i++)
        {
            var plain = Math.Pow(@base, -2.0 * i / Width);
            frequencies[i] = (float)(Scaling?.Apply(plain, i, this, span) ?? plain);
        }
        return frequencies;
    }
}

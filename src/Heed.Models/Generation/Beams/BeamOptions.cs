using Heed.Runs;

namespace Heed.Models.Generation.Beams;

/// <summary>How widely a search looks and when it ends, in the terms of Hugging Face's generate.</summary>
public sealed record BeamOptions
{
    /// <summary>Hypotheses kept from token to token; at least 1.</summary>
    public int Beams { get; init; } = 4;

    /// <summary>A finished answer scores log p / tokens^penalty; 0 compares sums, above 0 prefers longer answers.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>End with as many finished answers as beams; else once no open hypothesis can beat the worst of them.</summary>
    public bool EarlyStopping { get; init; }

    /// <summary>Everything that is out of range, with its key.</summary>
    public IEnumerable<Problem> Problems()
    {
        if (Beams < 1) yield return new Problem("beams", $"is {Beams}, expected 1 or more", "1 is greedy search.");
        if (!double.IsFinite(LengthPenalty)) yield return new Problem("length_penalty", $"is {LengthPenalty}, expected a number", "1 scores the mean over tokens.");
    }
}

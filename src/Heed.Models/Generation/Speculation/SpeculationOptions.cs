using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Generation.Speculation;

/// <summary>
/// Guessing some tokens ahead and letting the model judge them all in one pass (Leviathan et al. 2023, arXiv 2211.17192). Answers come from
/// the same distribution; they come faster where the model's pass over a few tokens costs little more than over one.
/// </summary>
public sealed record SpeculationOptions
{
    /// <summary>Tokens guessed at a time, 1 to 16.</summary>
    public int Ahead { get; init; } = 4;

    /// <summary>A smaller model of the same vocabulary that guesses; null: what followed the last tokens earlier in prompt and answer.</summary>
    public Decoder? Draft { get; init; }

    /// <summary>Without a draft: the most last tokens that must have stood there before; at least 1.</summary>
    public int LongestMatch { get; init; } = 3;

    /// <summary>Everything that is out of range, with its key.</summary>
    public IEnumerable<Problem> Problems()
    {
        if (Ahead is < 1 or > 16) yield return new Problem("speculation.ahead", $"is {Ahead}, expected 1 to 16", "4 is a good start.");
        if (LongestMatch < 1) yield return new Problem("speculation.longest_match", $"is {LongestMatch}, expected 1 or more", "3 is a good start.");
    }
}

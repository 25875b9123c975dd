using Heed.Runs;

namespace Heed.Feedback.Ranking;

/// <summary>The comparisons do not determine strengths: a group of items is never compared with the rest, or always wins or loses.</summary>
public sealed class NoEstimateException() : HeedException(
    "the comparisons do not determine strengths: expected every item to be reachable from every other by wins, found a group that only wins, only loses, "
    + "or is never compared with the rest; collect more comparisons, or set a ridge")
{
    public override ExitCode ExitCode => ExitCode.Data;
}

using Heed.Models.Numerics;

namespace Heed.Models.Generation;

/// <summary>Loops over the team in parts whose numbers are fixed by the caller, whatever threads run them: a part owns its scratch memory.</summary>
internal static class TeamParts
{
    /// <summary>Splits <c>[0, count)</c> into at most <paramref name="parts"/> contiguous parts, in multiples of <paramref name="grain"/>.</summary>
    /// <param name="body">Given the part's number and its iterations <c>[low, high)</c>.</param>
    public static void For(int parts, long count, long grain, ThreadTeam.Body body)
    {
        var grains = (count + grain - 1) / grain;
        var used = Math.Min(parts, grains);
        ThreadTeam.For(used, 1, (_, first, end) =>
        {
            for (var p = first; p < end; p++) body((int)p, grains * p / used * grain, Math.Min(count, grains * (p + 1) / used * grain));
        });
    }
}

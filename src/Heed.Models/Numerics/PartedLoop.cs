namespace Heed.Models.Numerics;

/// <summary>A loop cut into parts; which iterations a part holds depends on the number of parts alone.</summary>
internal sealed class PartedLoop(long count, long grain, int parts, ThreadTeam.Body body)
{
    public int Parts => parts;

    public void Run(int part)
    {
        var grains = (count + grain - 1) / grain;
        var low = grains * part / parts * grain;
        var high = Math.Min(count, grains * (part + 1) / parts * grain);
        if (low < high) body(part, low, high);
    }

    /// <summary>Every part in turn, on the caller's thread.</summary>
    public void RunAll()
    {
        for (var part = 0; part < parts; part++) Run(part);
    }
}

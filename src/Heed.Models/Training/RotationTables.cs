using Heed.Models.Architecture;

namespace Heed.Models.Training;

/// <summary>The tables that a model's layers turn by, each made when it is first needed and as long as it must be.</summary>
internal sealed class RotationTables : IDisposable
{
    private const int ShortestTable = 256;

    private readonly Dictionary<Rotary, (int Stretch, RotationTable Table)> _tables = [];

    /// <summary>A table with rows for at least the first <paramref name="positions"/>; the one of another length before it is given up.</summary>
    /// <param name="rotary">How a layer turns.</param>
    /// <param name="span">The length of the sequence, which some frequencies depend on.</param>
    /// <param name="positions">Rows that are needed.</param>
    public RotationTable For(Rotary rotary, int span, int positions)
    {
        var stretch = rotary.Stretch(span);
        var known = _tables.TryGetValue(rotary, out var entry);
        if (known && entry.Stretch == stretch && entry.Table.Positions >= positions) return entry.Table;
        if (known) entry.Table.Dispose();
        var rows = Math.Max(positions, Math.Min(rotary.MaxPositions, Math.Max(ShortestTable, 2 * positions)));
        var table = new RotationTable(rows, rotary.Frequencies(span), rotary.Magnitude);
        _tables[rotary] = (stretch, table);
        return table;
    }

    public void Dispose()
    {
        foreach (var (_, table) in _tables.Values) table.Dispose();
        _tables.Clear();
    }
}

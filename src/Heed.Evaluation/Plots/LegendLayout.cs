namespace Heed.Evaluation.Plots;

/// <summary>An entry of a legend.</summary>
internal readonly record struct LegendEntry(string Name, Ink Ink, bool Dashed, bool Dots);

/// <summary>A legend in rows above a plot; entries wrap by their estimated width.</summary>
internal sealed class LegendLayout
{
    public const double RowHeight = 21;
    private const double Sample = 22, Gap = 14;
    private readonly List<(LegendEntry entry, double x, int row)> _placed = [];

    public LegendLayout(IEnumerable<LegendEntry> entries, double left, double right)
    {
        var (x, row) = (left, 0);
        foreach (var entry in entries)
        {
            var width = Sample + 6 + TextWidth(entry.Name);
            if (x > left && x + width > right) (x, row) = (left, row + 1);
            _placed.Add((entry, x, row));
            x += width + Gap;
        }
        Height = _placed.Count == 0 ? 0 : (row + 1) * RowHeight;
    }

    public double Height { get; }

    /// <summary>Width of a text at the largest size that plots.css gives it.</summary>
    public static double TextWidth(string text) => text.Length * 7.6;

    public Markup Draw(double top) => Markup.Lines(_placed.Select(p => Entry(p.entry, p.x, top + p.row * RowHeight + RowHeight / 2)));

    private static Markup Entry(LegendEntry entry, double x, double y)
    {
        var dash = entry.Dashed ? " dashed" : "";
        var mark = entry.Dots
            ? Markup.Of($"<circle class=\"dot {entry.Ink.Name()}\" cx=\"{x + Sample / 2}\" cy=\"{y}\" r=\"4\"/>")
            : Markup.Of($"<path class=\"line {entry.Ink.Name()}{dash}\" d=\"M{x} {y}h{Sample}\"/>");
        return Markup.Of($"{mark}<text class=\"legend\" x=\"{x + Sample + 6}\" y=\"{y}\" dominant-baseline=\"central\">{entry.Name}</text>");
    }
}

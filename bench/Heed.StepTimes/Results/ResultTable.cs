using System.Globalization;

namespace Heed.StepTimes.Results;

/// <summary>Rows beside their goals and beside the last session's.</summary>
public static class ResultTable
{
    /// <summary>One line a row, under a heading.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<BenchRow> rows, IReadOnlyDictionary<string, BenchRow> last)
    {
        var width = rows.Select(r => r.Name.Length).Append(4).Max();
        yield return $"{"row".PadRight(width)}  {"value",9}  {"goal",11}  {"",-6}  {"before",9}  {"change",7}  unit";
        foreach (var row in rows)
        {
            var before = last.GetValueOrDefault(row.Name);
            var change = before is { Value: not 0 } ? string.Create(CultureInfo.InvariantCulture, $"{row.Value / before.Value - 1:+0%;-0%;0%}") : "";
            yield return $"{row.Name.PadRight(width)}  {Number(row.Value),9}  {(row.Better == Better.Higher ? "≥ " : "≤ ") + Number(row.Goal),11}  {(row.Reached() ? "ok" : "short"),-6}  " +
                $"{(before is null ? "" : Number(before.Value)),9}  {change,7}  {row.Unit}";
        }
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "G3", CultureInfo.InvariantCulture);
}

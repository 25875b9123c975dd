namespace Heed.Labelling.Managing;

/// <summary>How many answers each cell of two properties has: where people were asked, and where not.</summary>
/// <param name="Rows">Kinds of items.</param>
/// <param name="Columns">Raters, or sources of responses.</param>
/// <param name="Counts">Answers by row and column.</param>
public sealed record Coverage(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyDictionary<(string Row, string Column), int> Counts)
{
    /// <summary>Kinds of items by rater.</summary>
    public static Coverage ByRater(ProjectRecord record) => Of(record.Counted.Select(a => (AnswerFilter.KindOf(a), a.Rater ?? "–")));

    /// <summary>Kinds of items by who wrote the responses, for managers alone.</summary>
    public static Coverage BySource(ProjectRecord record) => Of(record.Counted.SelectMany(a =>
        record.Items[a.ItemId ?? ""].Candidates.Select(c => (AnswerFilter.KindOf(a), c.Source.Length > 0 ? c.Source : "–")).Distinct()));

    /// <summary>Days of the week by hour of the day, UTC: when people work.</summary>
    public static Coverage ByHour(ProjectRecord record) => Of(record.Counted.Select(a => (a.Time.UtcDateTime.DayOfWeek.ToString(), a.Time.UtcDateTime.ToString("HH"))));

    private static Coverage Of(IEnumerable<(string Row, string Column)> cells)
    {
        var counts = cells.CountBy(c => c).ToDictionary();
        return new Coverage([.. counts.Keys.Select(k => k.Row).Distinct().Order(StringComparer.Ordinal)], [.. counts.Keys.Select(k => k.Column).Distinct().Order(StringComparer.Ordinal)], counts);
    }
}

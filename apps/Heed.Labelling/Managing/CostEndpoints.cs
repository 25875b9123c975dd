using System.Globalization;
using System.Text;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Managing;

/// <summary>Time and what it costs, by rater; also as a table for the payroll.</summary>
internal static class CostEndpoints
{
    public static void Map(RouteGroupBuilder manage)
    {
        manage.MapGet("/cost", async (Caller caller, Ledger ledger, FeedbackStore store, TimeProvider clock, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            var weights = (record.Judged.Report.Raters ?? []).ToDictionary(r => r.Rater, r => r.Weight);
            return new Page<CostPage>(new { Caller = caller, Figures = Figures(record, clock), Times = WorkTime.Of(record.Events), Weights = (IReadOnlyDictionary<string, double>)weights });
        });
        manage.MapGet("/time.csv", async (string? from, string? to, Caller caller, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            var table = new StringBuilder(CsvText.Row("rater", "answers", "skips", "hours", "median_seconds", "pay", "currency")).Append("\r\n");
            foreach (var f in WorkTime.Of(record.Events, Day(from, nameof(from)), Day(to, nameof(to))))
                table.Append(CsvText.Row(f.Rater, $"{f.Answers}", $"{f.Skips}", $"{f.Hours:0.0000}", $"{f.MedianSeconds:0.0}", $"{f.Hours * caller.Settings.HourlyPay:0.00}", caller.Settings.Currency)).Append("\r\n");
            return Results.File(Encoding.UTF8.GetBytes(table.ToString()), "text/csv; charset=utf-8", $"{caller.Project.Id}-time.csv");
        });
    }

    private static DateOnly? Day(string? text, string field) => string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new QueueException(QueueProblem.Invalid, $"{field} must be a day such as 2030-01-31, found '{text}'.");

    private static IReadOnlyList<RaterFigures> Figures(ProjectRecord record, TimeProvider clock)
    {
        var byItem = record.Counted.ToLookup(a => a.ItemId);
        return [.. record.Counted.Select(a => a.Rater).OfType<string>().Distinct().Select(r => RaterFigures.Of(record, r, byItem, clock.GetUtcNow())).OrderByDescending(f => f.Hours)];
    }
}

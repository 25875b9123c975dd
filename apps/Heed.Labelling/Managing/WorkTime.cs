using Heed.Feedback.Events;
using Heed.Feedback.Statistics;

namespace Heed.Labelling.Managing;

/// <summary>
/// A rater's time on items, for pay: of every answer that was given, whether it still stands, was changed or was taken back, and of every skip; known answers, practice and repeats among
/// them. Without the time that the page was out of sight.
/// </summary>
/// <param name="Answers">Items answered; a change of an answer is none more.</param>
/// <param name="Skips">Items given back.</param>
/// <param name="MedianSeconds">Of an answer, its changes apart; null where nobody measured.</param>
public sealed record WorkTime(string Rater, int Answers, int Skips, double Hours, double? MedianSeconds)
{
    /// <summary>By rater, the longest first.</summary>
    /// <param name="from">The first day, UTC; null: from the beginning.</param>
    /// <param name="to">The last day; null: up to now.</param>
    public static IReadOnlyList<WorkTime> Of(IEnumerable<FeedbackEvent> events, DateOnly? from = null, DateOnly? to = null) =>
        [.. events.Where(e => e is { Rater: not null } and (Answered or Skipped) && Within(e.Time, from, to)).GroupBy(e => e.Rater!).Select(g => Of(g.Key, [.. g])).OrderByDescending(t => t.Hours).ThenBy(t => t.Rater, StringComparer.Ordinal)];

    private static WorkTime Of(string rater, FeedbackEvent[] own)
    {
        var first = own.OfType<Answered>().Where(a => a.Supersedes is null).ToArray();
        var seconds = first.Select(a => Seconds(a.Timing)).OfType<double>().ToArray();
        return new WorkTime(rater, first.Select(a => a.Assignment ?? a.Id).Distinct().Count(), own.Count(e => e is Skipped),
            own.Sum(e => Seconds(e is Answered a ? a.Timing : ((Skipped)e).Timing) ?? 0) / 3600, seconds.Length == 0 ? null : Quantile.Median(seconds));
    }

    /// <summary>From shown to sent, without the time out of sight.</summary>
    public static double? Seconds(Timing? timing) => timing is null ? null : Math.Max(0, (timing.Elapsed - (timing.Hidden ?? TimeSpan.Zero)).TotalSeconds);

    private static bool Within(DateTimeOffset time, DateOnly? from, DateOnly? to)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return (from is null || day >= from) && (to is null || day <= to);
    }
}

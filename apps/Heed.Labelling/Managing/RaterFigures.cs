using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Statistics;

namespace Heed.Labelling.Managing;

/// <summary>What a rater's answers look like from outside.</summary>
public sealed record RaterFigures
{
    public required string Rater { get; init; }

    /// <summary>Standing answers, known ones apart.</summary>
    public int Answers { get; init; }

    public int AnswersToday { get; init; }

    public int Skips { get; init; }

    /// <summary>All the time on items, see <see cref="WorkTime"/>; for pay.</summary>
    public double Hours { get; init; }

    public double? MedianSeconds { get; init; }

    /// <summary>Share of preferences that fell on the response shown first, with its 95 % Wilson interval.</summary>
    public double? LeftShare { get; init; }

    public Interval? LeftShareInterval { get; init; }

    /// <summary>Share of preferences for the longer response, with its 95 % Wilson interval.</summary>
    public double? LongerShare { get; init; }

    public Interval? LongerShareInterval { get; init; }

    /// <summary>Share of equal answers among those of others about the same items, with its 95 % Wilson interval.</summary>
    public double? Agreement { get; init; }

    public Interval? AgreementInterval { get; init; }

    /// <summary>Pairs of answers that the agreement is made of.</summary>
    public int Compared { get; init; }

    /// <summary>When the agreement with others began to fall, by a CUSUM; null where it did not.</summary>
    public DateTimeOffset? DriftSince { get; init; }

    public static RaterFigures Of(ProjectRecord record, string rater, ILookup<string?, Answered> byItem, DateTimeOffset now)
    {
        var own = record.Counted.Where(a => a.Rater == rater).ToArray();
        var preferred = own.Where(a => a is { Shown: not null, Answer: ComparisonAnswer { Verdict: Verdict.First or Verdict.Second } }).ToArray();
        var left = Share(preferred.Select(a => (bool?)(a.Shown!.Order[0] == Chosen(a))));
        var longer = Share(preferred.Select(a => Longer(record, a)));
        var agrees = Share(own.SelectMany(a => byItem[a.ItemId].Where(o => o.Rater != rater).Select(o => (bool?)a.Answer.AgreesWith(o.Answer))));
        var seconds = own.Select(a => WorkTime.Seconds(a.Timing)).OfType<double>().ToArray();
        return new RaterFigures
        {
            Rater = rater,
            Answers = own.Length,
            AnswersToday = own.Count(a => a.Time.UtcDateTime.Date == now.UtcDateTime.Date),
            Skips = record.Events.Count(e => e is Skipped && e.Rater == rater),
            Hours = WorkTime.Of(record.Events.Where(e => e.Rater == rater)).Sum(t => t.Hours),
            MedianSeconds = seconds.Length == 0 ? null : Quantile.Median(seconds),
            LeftShare = left.Share,
            LeftShareInterval = left.Interval,
            LongerShare = longer.Share,
            LongerShareInterval = longer.Interval,
            Agreement = agrees.Share,
            AgreementInterval = agrees.Interval,
            Compared = agrees.Count,
            DriftSince = Drift.Since(own, byItem),
        };
    }

    private static int Chosen(Answered answered) => ((ComparisonAnswer)answered.Answer).Verdict == Verdict.First ? 0 : 1;

    private static bool? Longer(ProjectRecord record, Answered answered) =>
        record.Items[answered.ItemId!] is Feedback.Items.Comparison pair && pair.LengthDifference != 0 ? pair.LengthDifference > 0 == (Chosen(answered) == 0) : null;

    private static (double? Share, Interval? Interval, int Count) Share(IEnumerable<bool?> outcomes)
    {
        var known = outcomes.OfType<bool>().ToArray();
        if (known.Length == 0) return (null, null, 0);
        double yes = known.Count(k => k);
        return (yes / known.Length, Proportion.Wilson(yes, known.Length, 0.95), known.Length);
    }
}

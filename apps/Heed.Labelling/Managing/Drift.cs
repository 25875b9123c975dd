using Heed.Feedback.Events;
using Heed.Feedback.Reliability;

namespace Heed.Labelling.Managing;

/// <summary>
/// Whether a rater's agreement with others fell at some time: a CUSUM below the mean of the rater's first answers, with a slack of 0.1. The
/// threshold of 5 is about eleven standard deviations of one answer: a steady rater passes it once in many thousand answers, one whose agreement
/// falls by 0.3 after about 25.
/// </summary>
public static class Drift
{
    private const int First = 30;
    private const double Slack = 0.1, Threshold = 5;

    /// <summary>The time of the answer at which the alarm rose; null where none did, or where there is too little to tell.</summary>
    /// <param name="own">The rater's standing answers.</param>
    /// <param name="byItem">Everybody's.</param>
    public static DateTimeOffset? Since(IEnumerable<Answered> own, ILookup<string?, Answered> byItem)
    {
        var shared = own.OrderBy(a => a.Time).Select(a => (a.Time, Others: byItem[a.ItemId].Where(o => o.Rater != a.Rater).Select(o => a.Answer.AgreesWith(o.Answer) ? 1.0 : 0).ToArray()))
            .Where(a => a.Others.Length > 0).Select(a => (a.Time, Agreement: a.Others.Average())).ToArray();
        if (shared.Length <= First) return null;
        var cusum = new Cusum(shared.Take(First).Average(a => a.Agreement), Slack, Threshold);
        var at = cusum.Path(shared.Skip(First).Select(a => a.Agreement)).Select((sums, i) => (sums.Down, i)).Where(s => s.Down > Threshold).Select(s => (int?)s.i).FirstOrDefault();
        return at is { } index ? shared[First + index].Time : null;
    }
}

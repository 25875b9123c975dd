using Heed.Feedback.Events;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>A fitted crowd with the verdicts on its raters, put into words and numbers.</summary>
internal sealed class JudgedRaters(VotedPairs crowd, LatentGapFit fit, RaterAccuracies accuracies, JudgedEffects judged, SidedDawidSkeneFit tables)
{
    /// <summary>Share of the median rater's time under which an answer is too fast to have been read.</summary>
    private const double TooFast = 0.3;

    public IReadOnlyList<RaterReport> Reports()
    {
        var byRater = crowd.Votes.ToLookup(v => v.Rater!);
        var reports = crowd.Raters.Select((rater, i) => Report(rater, [.. byRater[rater]], i)).ToArray();
        var usual = Quantile.Median(reports.Select(r => r.MedianSeconds).OfType<double>());
        return [.. reports.Select(r => r.Flag != RaterFlag.None && r.MedianSeconds < TooFast * usual
            ? r with { Reason = $"{r.Reason}; and answers in {r.MedianSeconds:0.0} s where the median rater takes {usual:0.0} s" }
            : r)];
    }

    public IReadOnlyList<ConsensusPair> Consensus() => [.. crowd.Pairs.Select((pair, i) =>
    {
        var known = 1 - fit.Gap[i].StandardError * fit.Gap[i].StandardError;
        return new ConsensusPair(pair.Id, fit.FirstBetter[i], Math.Clamp(known, 0, 1), crowd.ByPair[i].Count, crowd.ByPair[i].Average(VotedPairs.First));
    })];

    public AccuracyCeiling Ceiling(double? fromAgreement)
    {
        var unflagged = Enumerable.Range(0, judged.Verdicts.Count).Where(i => judged.Verdicts[i].Flag == RaterFlag.None).ToArray();
        var votes = crowd.Votes.CountBy(v => v.Rater!).ToDictionary();
        double Mean(IEnumerable<int> some) => some.Sum(i => accuracies.ByRater[i].Value * votes[crowd.Raters[i]]) / some.Sum(i => (double)votes[crowd.Raters[i]]);
        return new AccuracyCeiling(Mean(Enumerable.Range(0, judged.Verdicts.Count)), unflagged.Length > 0 ? Mean(unflagged) : null, fit.FirstBetter.Average(p => Math.Max(p, 1 - p)), fromAgreement);
    }

    private RaterReport Report(string rater, ComparisonVote[] votes, int index) => new()
    {
        Rater = rater,
        Votes = votes.Length,
        TieShare = crowd.TieShare(votes),
        LeftShare = crowd.Share(votes, v => v.SaysLeft).Share,
        LongerShare = crowd.Share(votes, crowd.SaysLonger).Share,
        AgreementWithOthers = AgreementWithOthers(votes),
        MedianSeconds = VotedPairs.MedianSeconds(votes),
        LeftWhenBetter = votes.All(v => v.FirstOnLeft is null) ? null : tables.LeftWhenBetter[index],
        LeftWhenWorse = votes.All(v => v.FirstOnLeft is null) ? null : tables.LeftWhenWorse[index],
        Skill = judged.Effects[index].Skill,
        Side = judged.Effects[index].Side,
        Length = judged.Effects[index].Length,
        Accuracy = accuracies.ByRater[index].Value,
        AccuracyInterval = accuracies.ByRater[index].Interval,
        Weight = Math.Abs(2 * accuracies.ByRater[index].Value - 1),
        Flag = judged.Verdicts[index].Flag,
        Reason = judged.Verdicts[index].Reason,
    };

    private double? AgreementWithOthers(ComparisonVote[] votes)
    {
        var equal = votes.SelectMany(v => crowd.OnPairOf(v).Where(o => o.Rater != v.Rater).Select(o => o.Preferred == v.Preferred ? 1.0 : 0)).ToArray();
        return equal.Length == 0 ? null : equal.Average();
    }
}
